using System.Text;

namespace Aether.Protocol.Smtp;

/// <summary>The path of MAIL and RCPT: <c>&lt;mailbox&gt;</c>, a source route in front being read and dropped. RFC 5321 §4.1.2, appendix C.</summary>
internal static class PathGrammar
{
    /// <summary>Cuts the path off <paramref name="arguments"/>, which start with <paramref name="keyword"/> (<c>FROM:</c>, <c>TO:</c>).</summary>
    /// <param name="arguments">In: all arguments. Out: the parameters behind the path.</param>
    /// <param name="keyword">With its colon.</param>
    /// <param name="inner">What stands between the angle brackets.</param>
    public static bool TryCut(ref ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> keyword, out ReadOnlySpan<byte> inner)
    {
        inner = default;
        if (arguments.Length < keyword.Length || !Ascii.EqualsIgnoreCase(arguments[..keyword.Length], keyword))
            return false;

        // RFC 5321 §3.3 has no space behind the colon, yet clients send one: it is harmless.
        var rest = arguments[keyword.Length..].TrimStart((byte)' ');
        int end = rest.IsEmpty || rest[0] != (byte)'<' ? -1 : ClosingBracket(rest);
        if (end < 0 || (end + 1 < rest.Length && rest[end + 1] != (byte)' '))
            return false;

        inner = rest[1..end];
        arguments = rest[(end + 1)..].TrimStart((byte)' ');
        return true;
    }

    public static bool TryParseMailbox(ReadOnlySpan<byte> inner, out Mailbox mailbox)
    {
        // RFC 5321 §4.1.1.3, appendix C: a source route SHOULD be ignored: what counts is the last address.
        if (!inner.IsEmpty && inner[0] == (byte)'@' && !TryDropRoute(ref inner))
        {
            mailbox = null!;
            return false;
        }

        return Mailbox.TryParse(inner, out mailbox);
    }

    private static bool TryDropRoute(ref ReadOnlySpan<byte> inner)
    {
        int colon = inner.IndexOf((byte)':');
        if (colon < 0)
            return false;

        var route = inner[..colon];
        inner = inner[(colon + 1)..];
        foreach (var hop in route.Split((byte)','))
        {
            var at = route[hop];
            if (at.Length < 2 || at[0] != (byte)'@' || !DomainGrammar.IsDomain(at[1..]))
                return false;
        }

        return true;
    }

    private static int ClosingBracket(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'\\' && quoted)
                i++;
            else if (text[i] == (byte)'"')
                quoted = !quoted;
            else if (text[i] == (byte)'>' && !quoted)
                return i;
        }

        return -1;
    }
}
