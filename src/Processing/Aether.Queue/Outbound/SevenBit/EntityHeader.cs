using System.Text;

namespace Aether.Queue.Outbound.SevenBit;

/// <summary>The header of one part: what it is, how it is encoded, and its octets with another encoding. RFC 2045 §5, §6.</summary>
internal sealed class EntityHeader
{
    private const string EncodingName = "Content-Transfer-Encoding";
    private readonly List<string> fields = [];
    private string encoding = "7bit";

    public EntityForm Form { get; private set; } = EntityForm.Text;

    public byte[]? Boundary { get; private set; }

    public bool IsEightBit => encoding is "8bit" or "binary";

    /// <param name="header">Its lines, CRLF-ended and ASCII.</param>
    public static EntityHeader Read(ReadOnlySpan<byte> header)
    {
        var entity = new EntityHeader();
        foreach (var line in Encoding.ASCII.GetString(header).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is ' ' or '\t' && entity.fields.Count > 0)
                entity.fields[^1] += "\r\n" + line;
            else
                entity.fields.Add(line);
        }

        foreach (string field in entity.fields)
            entity.Take(field);
        return entity;
    }

    /// <summary>The header with another encoding where it says that its octets are not 7-bit, without its empty line.</summary>
    public byte[] Rewritten(string newEncoding)
    {
        var text = new StringBuilder();
        foreach (string field in fields)
            text.Append(IsEightBit && IsField(field, EncodingName) ? $"{EncodingName}: {newEncoding}" : field).Append("\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void Take(string field)
    {
        string value = field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace("\r\n", "", StringComparison.Ordinal).Trim();
        if (IsField(field, EncodingName))
            encoding = value.Split(' ', ';', '(')[0].ToLowerInvariant();
        else if (IsField(field, "Content-Type"))
            TakeType(value);
    }

    private void TakeType(string value)
    {
        string type = value.Split(';')[0].Trim().ToLowerInvariant();
        Form = type.StartsWith("text/", StringComparison.Ordinal) ? EntityForm.Text
            : type.StartsWith("multipart/", StringComparison.Ordinal) ? EntityForm.Multipart
            : type is "message/rfc822" or "message/global" ? EntityForm.Message
            : EntityForm.Other;
        if (Form is EntityForm.Multipart && BoundaryOf(value) is { Length: > 0 } boundary)
            Boundary = Encoding.ASCII.GetBytes(boundary);
        else if (Form is EntityForm.Multipart)
            Form = EntityForm.Text; // without a boundary it has no parts
    }

    private static string? BoundaryOf(string value)
    {
        const string Name = "boundary=";
        int at = value.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        string rest = value[(at + Name.Length)..];
        if (!rest.StartsWith('"'))
            return rest.Split(';', ' ', '\t')[0];
        int end = rest.IndexOf('"', 1);
        return end < 0 ? null : rest[1..end].Replace("\\", "", StringComparison.Ordinal);
    }

    private static bool IsField(string field, string name) =>
        field.StartsWith(name, StringComparison.OrdinalIgnoreCase) && field[name.Length..].TrimStart().StartsWith(':');
}
