using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>Domains and address literals as they stand in paths and greetings. RFC 5321 §4.1.2, §4.1.3, RFC 6531 §3.3.</summary>
public static class DomainGrammar
{
    public const int MaxLength = 255;
    private const int MaxLabelLength = 63;
    private static readonly SearchValues<byte> LetDigHyphen = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);

    /// <summary>True for <c>sub-domain *("." sub-domain)</c>, U-labels included; the caller has made sure of valid UTF-8.</summary>
    public static bool IsDomain(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > MaxLength)
            return false;

        while (true)
        {
            int dot = text.IndexOf((byte)'.');
            if (!IsLabel(dot < 0 ? text : text[..dot]))
                return false;
            if (dot < 0)
                return true;
            text = text[(dot + 1)..];
        }
    }

    /// <summary>True for <c>[192.0.2.1]</c> and <c>[IPv6:2001:db8::1]</c>.</summary>
    public static bool IsAddressLiteral(ReadOnlySpan<byte> text) => TryParseLiteral(text, out _);

    /// <summary>The address inside an address literal.</summary>
    public static bool TryParseLiteral(ReadOnlySpan<byte> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length is < 3 or > 64 || text[0] != (byte)'[' || text[^1] != (byte)']')
            return false;

        var inner = text[1..^1];
        bool v6 = inner.Length > 5 && Ascii.EqualsIgnoreCase(inner[..5], "IPv6:"u8);
        if (v6)
            inner = inner[5..];

        // IPAddress also takes shorthand (127.1), octal, ports and zones: none of them is an address literal.
        var allowed = v6 ? "0123456789abcdefABCDEF:."u8 : "0123456789."u8;
        if (inner.ContainsAnyExcept(allowed) || (!v6 && inner.Count((byte)'.') != 3) || (!v6 && HasLeadingZero(inner)))
            return false;
        if (!IPAddress.TryParse(Encoding.ASCII.GetString(inner), out var parsed))
            return false;

        address = parsed;
        return parsed.AddressFamily == (v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }

    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.IsEmpty || label.Length > MaxLabelLength || label[0] == (byte)'-' || label[^1] == (byte)'-')
            return false;

        int odd = label.IndexOfAnyExcept(LetDigHyphen);
        while (odd >= 0)
        {
            if (label[odd] < 0x80)
                return false;
            label = label[(odd + 1)..];
            odd = label.IndexOfAnyExcept(LetDigHyphen);
        }

        return true;
    }

    private static bool HasLeadingZero(ReadOnlySpan<byte> address)
    {
        for (int i = 0; i + 1 < address.Length; i++)
        {
            bool starts = i == 0 || address[i - 1] == (byte)'.';
            if (starts && address[i] == (byte)'0' && address[i + 1] != (byte)'.')
                return true;
        }

        return false;
    }
}
