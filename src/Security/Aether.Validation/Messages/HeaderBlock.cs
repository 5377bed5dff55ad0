using System.Text;
using Aether.Mime.Headers;

namespace Aether.Validation.Messages;

/// <summary>The top-level header of a message, field by field, octets untouched. RFC 5322 §2.2.</summary>
public sealed class HeaderBlock
{
    private readonly List<HeaderEntry> fields = [];
    private readonly Dictionary<string, List<int>> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="octets">The header with or without its empty line; a body behind it is not looked at.</param>
    public HeaderBlock(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        var reader = new HeaderFieldReader(octets.Span);
        int at = 0;
        while (reader.TryRead(out var field))
        {
            var name = Encoding.ASCII.GetString(field.Name);
            var whole = octets.Slice(at, field.Whole.Length);
            fields.Add(new HeaderEntry(name, whole, whole[^field.RawValue.Length..]));
            if (name.Length > 0)
                IndexesOf(name).Add(fields.Count - 1);
            at += field.Whole.Length;
        }
    }

    public ReadOnlyMemory<byte> Octets { get; }

    public IReadOnlyList<HeaderEntry> Fields => fields;

    /// <summary>Where fields of a name stand, from the top.</summary>
    public IReadOnlyList<int> Find(string name) => byName.TryGetValue(name, out var found) ? found : [];

    public int Count(string name) => Find(name).Count;

    private List<int> IndexesOf(string name)
    {
        if (!byName.TryGetValue(name, out var indexes))
            byName.Add(name, indexes = []);
        return indexes;
    }
}
