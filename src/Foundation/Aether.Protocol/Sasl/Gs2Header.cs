namespace Aether.Protocol.Sasl;

/// <summary>The header in front of a SCRAM or OAUTHBEARER message: channel binding, and whom to act for. RFC 5801 §4.</summary>
/// <param name="Binding">The method that is used, as <c>tls-server-end-point</c>; empty unless the flag is <c>p</c>.</param>
/// <param name="Authorization">Whom to act for, decoded; empty for oneself.</param>
/// <param name="Text">The header as it came, with its last comma: SCRAM covers it by its proof.</param>
public sealed record Gs2Header(ChannelBindingFlag Flag, string Binding, string Authorization, string Text)
{
    /// <summary>Reads the header at the start of a message.</summary>
    /// <param name="rest">What is behind it.</param>
    public static bool TryParse(string message, out Gs2Header? header, out string rest)
    {
        (header, rest) = (null, "");
        int first = message.IndexOf(',', StringComparison.Ordinal);
        int second = first < 0 ? -1 : message.IndexOf(',', first + 1);
        if (second < 0 || FlagOf(message[..first]) is not var (flag, binding))
            return false;

        string authorization = message[(first + 1)..second];
        if (authorization.Length > 0 && (!authorization.StartsWith("a=", StringComparison.Ordinal) || !SaslName.TryDecode(authorization[2..], out authorization)))
            return false;
        header = new Gs2Header(flag, binding, authorization, message[..(second + 1)]);
        rest = message[(second + 1)..];
        return true;
    }

    private static (ChannelBindingFlag Flag, string Binding)? FlagOf(string text) => text switch
    {
        "n" => (ChannelBindingFlag.Unable, ""),
        "y" => (ChannelBindingFlag.ThinksServerCannot, ""),
        ['p', '=', _, ..] when text[2..].All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') => (ChannelBindingFlag.Used, text[2..]),
        _ => null,
    };
}
