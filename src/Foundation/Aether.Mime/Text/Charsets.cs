using System.Text;

namespace Aether.Mime.Text;

/// <summary>Finds the encoding of a charset name; unknown names read as UTF-8 with replacement, UTF-7 stays off (RFC 8621 §9.1).</summary>
public static class Charsets
{
    private static readonly UTF8Encoding Fallback = new(encoderShouldEmitUTF8Identifier: false);

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Encoding Find(string name)
    {
        if (name.Length is 0 || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
            || name.Equals("utf-7", StringComparison.OrdinalIgnoreCase))
        {
            return Fallback;
        }

        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Fallback; // a peer's word for a charset nobody knows
        }
    }
}
