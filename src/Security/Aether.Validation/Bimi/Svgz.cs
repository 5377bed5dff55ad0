using System.IO.Compression;

namespace Aether.Validation.Bimi;

/// <summary>An image as it is, or packed by gzip (SVGZ): never more than so many octets come out. RFC 6170 §5.2.</summary>
internal static class Svgz
{
    /// <returns>Null: it is larger, or can't be unpacked.</returns>
    public static byte[]? Unpack(byte[] octets, int most)
    {
        if (octets is not [0x1f, 0x8b, ..])
            return octets.Length <= most ? octets : null;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(octets, writable: false), CompressionMode.Decompress);
            byte[] image = new byte[most + 1];
            int length = gzip.ReadAtLeast(image, image.Length, throwOnEndOfStream: false);
            return length <= most ? image[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
