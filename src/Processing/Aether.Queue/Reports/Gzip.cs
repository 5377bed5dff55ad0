using System.IO.Compression;

namespace Aether.Queue.Reports;

/// <summary>RFC 1952.</summary>
internal static class Gzip
{
    public static byte[] Pack(byte[] octets)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(octets);
        return packed.ToArray();
    }
}
