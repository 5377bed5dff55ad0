using System.Text;
using Aether.Mime.Scanning;
using Aether.Mime.Structure;
using Aether.Mime.Text;
using Aether.Storage.Blobs;

namespace Aether.Queue.Returns;

/// <summary>The parts of a report that say something: what machines read, and the header of what is returned; each bounded. RFC 6522, RFC 3464, RFC 5965.</summary>
/// <param name="Status">What machines read.</param>
/// <param name="Returned">The header of the original; empty where it is not returned.</param>
internal sealed record ReportParts(byte[] Status, byte[] Returned)
{
    /// <summary>What became of a message. RFC 3464, RFC 6533.</summary>
    public static readonly string[] DeliveryStatus = ["message/delivery-status", "message/global-delivery-status"];

    /// <summary>What somebody thinks of a message. RFC 5965.</summary>
    public static readonly string[] Feedback = ["message/feedback-report"];

    private const int MaxStatus = 64 << 10;
    private const int MaxReturned = 32 << 10;
    private const int MaxPartHeader = 2 << 10;
    private const int MaxParts = 10;

    /// <summary>It may be one: worth a closer look.</summary>
    public static bool MayBe(MessageFacts facts) => Encoding.Latin1.GetString(facts.BodyStructure.Span[..Math.Min(facts.BodyStructure.Length, 4_096)]).Contains("delivery-status\"", StringComparison.OrdinalIgnoreCase);

    /// <param name="types">Of the part that machines read.</param>
    /// <param name="prefix">Octets that stand before the message as it was looked at.</param>
    /// <returns>Null: it is no such report.</returns>
    public static async ValueTask<ReportParts?> ReadAsync(ReadOnlyMemory<byte> parts, long prefix, BodyReader body, string[] types, CancellationToken ct)
    {
        if (!PartIndex.TryRead(parts.Span, prefix, out var index))
            return null;
        byte[] status = [];
        byte[] returned = [];
        foreach (var part in Children(index))
        {
            string header = Encoding.Latin1.GetString(await ReadAsync(body, part.HeaderStart, Math.Min(part.HeaderLength, MaxPartHeader), ct));
            if (types.Any(type => header.Contains(type, StringComparison.OrdinalIgnoreCase)))
                status = Decoded(part, await ReadAsync(body, part.BodyStart, Math.Min(part.BodyLength, MaxStatus), ct));
            else if (status.Length > 0 && returned.Length == 0)
                returned = Decoded(part, await ReadAsync(body, part.BodyStart, Math.Min(part.BodyLength, MaxReturned), ct));
        }

        return status.Length == 0 ? null : new ReportParts(status, returned);
    }

    private static byte[] Decoded(PartEntry part, byte[] octets) => new TransferDecoder(part.Encoding).Decode(octets).ToArray();

    private static List<PartEntry> Children(PartIndex index)
    {
        var children = new List<PartEntry>();
        int at = 1;
        for (int i = 0; i < Math.Min(index.Root.Children, MaxParts) && at < index.Entries.Length; i++)
        {
            children.Add(index.Entries[at]);
            at = index.Entries[at].Next;
        }

        return children;
    }

    private static async ValueTask<byte[]> ReadAsync(BodyReader body, long start, long length, CancellationToken ct)
    {
        byte[] octets = new byte[Math.Max(0, Math.Min(length, body.Size - start))];
        for (int done = 0; done < octets.Length;)
            done += await body.ReadAsync(start + done, octets.AsMemory(done), ct);
        return octets;
    }
}
