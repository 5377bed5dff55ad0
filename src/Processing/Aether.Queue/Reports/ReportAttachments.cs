using Aether.Mime.Structure;
using Aether.Mime.Text;
using Aether.Storage.Blobs;

namespace Aether.Queue.Reports;

/// <summary>The parts of a message that may be a report, decoded: told by how they begin, as senders name their types as they like.</summary>
internal static class ReportAttachments
{
    private const int MaxParts = 20;

    public static async Task<IReadOnlyList<byte[]>> ReadAsync(ReadOnlyMemory<byte> parts, long prefix, BodyReader body, CancellationToken ct)
    {
        var found = new List<byte[]>();
        foreach (var part in Leaves(parts.Span, prefix))
        {
            byte[] octets = await ReadAsync(body, part.BodyStart, part.BodyLength, ct);
            byte[] content = new TransferDecoder(part.Encoding).Decode(octets).ToArray();
            if (content is [0x1f, 0x8b, ..] or [(byte)'P', (byte)'K', ..] or [(byte)'<', ..] or [(byte)'{', ..] or [0xEF, 0xBB, 0xBF, ..])
                found.Add(content);
        }

        return found;
    }

    private static List<PartEntry> Leaves(ReadOnlySpan<byte> parts, long prefix)
    {
        var leaves = new List<PartEntry>();
        if (!PartIndex.TryRead(parts, prefix, out var index))
            return leaves;
        foreach (var entry in index.Entries)
        {
            if (entry is { Children: 0, Kind: not PartKind.Multipart } && leaves.Count < MaxParts)
                leaves.Add(entry);
        }

        return leaves;
    }

    private static async ValueTask<byte[]> ReadAsync(BodyReader body, long start, long length, CancellationToken ct)
    {
        byte[] octets = new byte[Math.Max(0, Math.Min(length, body.Size - start))];
        for (int done = 0; done < octets.Length;)
            done += await body.ReadAsync(start + done, octets.AsMemory(done), ct);
        return octets;
    }
}
