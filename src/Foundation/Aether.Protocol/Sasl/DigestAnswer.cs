using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Aether.Protocol.Sasl;

/// <summary>A name, a blank and an MD5 in lower-case hex: the answer of CRAM-MD5 (RFC 2195 §2), and the arguments of APOP (RFC 1939 §7).</summary>
public static class DigestAnswer
{
    private const int HexLength = 32;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    public static bool TryParse(ReadOnlySpan<byte> text, out string user, out byte[] digest)
    {
        (user, digest) = ("", []);
        int space = text.LastIndexOf((byte)' ');
        if (space < 1 || text.Length - space - 1 != HexLength || !Utf8.IsValid(text))
            return false;
        var hex = text[(space + 1)..];
        if (hex.ContainsAnyExcept(HexDigits))
            return false;
        user = Encoding.UTF8.GetString(text[..space]);
        digest = Convert.FromHexString(Encoding.ASCII.GetString(hex));
        return true;
    }
}
