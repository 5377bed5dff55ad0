using System.IO.Compression;
using Aether.Storage;

namespace Aether.Queue.Reports;

/// <summary>Opens what a report is packed in: gzip, the first file of a zip whatever its name is, or nothing. Never more than so many octets come out (case D07).</summary>
internal static class PackedReport
{
    /// <returns>The octets as they are read; null: it can't be unpacked.</returns>
    public static Stream? Open(byte[] content, long most)
    {
        var packed = new MemoryStream(content, writable: false);
        try
        {
            return content switch
            {
                [0x1f, 0x8b, ..] => new BoundedStream(new GZipStream(packed, CompressionMode.Decompress), most),
                [(byte)'P', (byte)'K', ..] => OpenZip(packed, most),
                _ => new BoundedStream(packed, most),
            };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static BoundedStream? OpenZip(MemoryStream packed, long most)
    {
        var zip = new ZipArchive(packed, ZipArchiveMode.Read);
        return zip.Entries.FirstOrDefault(entry => entry.Length > 0) is { } file ? new BoundedStream(file.Open(), most) : null;
    }
}
