using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Aether.Mime.Text;

/// <summary>Decodes header values for people and for SEARCH: encoded words and raw 8-bit text. RFC 2047, RFC 6532.</summary>
public static class HeaderText
{
    /// <summary>Decodes an unfolded value; what cannot be decoded stands as it is.</summary>
    public static string Decode(ReadOnlySpan<byte> value) =>
        Ascii.IsValid(value) && value.IndexOf("=?"u8) < 0
            ? Encoding.ASCII.GetString(value)
            : Rfc2047.DecodeText(ParserOptions.Default, value.ToArray());
}
