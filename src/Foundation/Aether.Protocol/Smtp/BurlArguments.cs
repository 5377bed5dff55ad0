using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>BURL: a URL whose octets come next in the message, and whether they are the last. RFC 4468 §3.</summary>
public readonly record struct BurlArguments(string Url, bool IsLast)
{
    public static ArgumentsStatus TryParse(ReadOnlySpan<byte> arguments, out BurlArguments burl)
    {
        burl = default;
        int space = arguments.IndexOf((byte)' ');
        var url = space < 0 ? arguments : arguments[..space];
        bool last = space >= 0 && Ascii.EqualsIgnoreCase(arguments[(space + 1)..], "LAST"u8);

        // RFC 3986 §2: a URL is printable ASCII.
        if ((space >= 0 && !last) || url.IsEmpty || url.IndexOf((byte)':') <= 0 || url.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            return ArgumentsStatus.Syntax;
        burl = new BurlArguments(Encoding.ASCII.GetString(url), last);
        return ArgumentsStatus.Ok;
    }

    public override string ToString() => IsLast ? Url + " LAST" : Url;
}
