using System.Text;
using Aether.Storage.Blobs;

namespace Aether.Queue.Routing;

/// <summary>Reads the header of a message for rules that look at it, unfolded and bounded. RFC 5322 §2.2.3.</summary>
public static class HeaderLines
{
    private const int MaxHeader = 64 << 10;

    public static async ValueTask<IReadOnlyList<string>> ReadAsync(BodyReader body, CancellationToken ct)
    {
        byte[] head = new byte[(int)Math.Min(MaxHeader, body.Size)];
        int length = 0;
        while (length < head.Length && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
            length += await body.ReadAsync(length, head.AsMemory(length), ct);

        var fields = new List<string>();
        foreach (var line in Encoding.UTF8.GetString(head, 0, length).Split("\r\n"))
        {
            if (line.Length == 0)
                break;
            if (line[0] is ' ' or '\t' && fields.Count > 0)
                fields[^1] += line;
            else
                fields.Add(line);
        }

        return fields;
    }
}
