namespace Aether.Protocol.Sasl;

/// <summary>What a client sends with a token: OAUTHBEARER (RFC 7628 §3.1), or the older XOAUTH2 of Google and Microsoft.</summary>
/// <param name="User">Whom it wants to be; empty where it leaves that to the token.</param>
public sealed record BearerMessage(string User, string Token)
{
    private const char Separator = '\u0001';
    private const string Scheme = "Bearer ";

    /// <summary>RFC 7628 §3.1: a GS2 header, then key=value pairs, each ended by a control-A, all ended by another.</summary>
    public static bool TryParse(string message, out BearerMessage? parsed)
    {
        parsed = null;
        // §3.1: no channel binding is defined for it.
        if (!Gs2Header.TryParse(message, out var header, out string rest) || header!.Flag is ChannelBindingFlag.Used || !rest.StartsWith(Separator))
            return false;
        return TryPairs(header.Authorization, rest[1..], out parsed);
    }

    /// <summary><c>user=NAME^Aauth=Bearer TOKEN^A^A</c>.</summary>
    public static bool TryParseXoauth2(string message, out BearerMessage? parsed)
    {
        parsed = null;
        int end = message.IndexOf(Separator, StringComparison.Ordinal);
        return message.StartsWith("user=", StringComparison.Ordinal) && end > 5 && TryPairs(message[5..end], message[(end + 1)..], out parsed);
    }

    private static bool TryPairs(string user, string pairs, out BearerMessage? parsed)
    {
        parsed = null;
        if (!pairs.EndsWith($"{Separator}{Separator}", StringComparison.Ordinal) || user.Contains('\0', StringComparison.Ordinal))
            return false;
        string? token = null;
        foreach (string pair in pairs[..^2].Split(Separator))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !pair[..equals].All(char.IsAsciiLetter))
                return false;
            if (pair.AsSpan(0, equals) is not "auth")
                continue;
            if (token is not null || !pair.AsSpan(equals + 1).StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
                return false;
            token = pair[(equals + 1 + Scheme.Length)..].Trim(' ');
        }

        // RFC 6750 §2.1: b64token.
        if (string.IsNullOrEmpty(token) || !token.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '+' or '/' or '='))
            return false;
        parsed = new BearerMessage(user, token);
        return true;
    }
}
