using System.IO.Compression;
using System.Text;

namespace Aether.Validation.Tests.Bimi;

/// <summary>Indicators to try things with.</summary>
internal static class Marks
{
    public const string Good = """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.2" baseProfile="tiny-ps" viewBox="0 0 100 100">
          <title>A mark</title>
          <desc>A disc on a field.</desc>
          <defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#00f"/></linearGradient><g id="d"><circle cx="50" cy="50" r="40"/></g></defs>
          <rect width="100" height="100" fill="url(#g)"/>
          <use xlink:href="#d" fill="red"/>
          <!-- that is all -->
        </svg>
        """;

    public static byte[] Octets(string text = Good) => Encoding.UTF8.GetBytes(text);

    public static byte[] Pack(byte[] octets)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(octets);
        return packed.ToArray();
    }
}
