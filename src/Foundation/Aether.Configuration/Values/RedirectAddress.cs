namespace Aether.Configuration.Values;

/// <summary>Where an authorization server may send a user back to.</summary>
public static class RedirectAddress
{
    private const int MaxLength = 2000;

    /// <summary>RFC 6749 §3.1.2, RFC 8252 §7.1: https, or a private scheme in the form of a reversed domain name; never <c>javascript:</c> and its like.</summary>
    public static bool IsRegistrable(string text) =>
        IsPlain(text) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Fragment.Length == 0 && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps ? address.Host.Length > 0 : address.Scheme.Contains('.', StringComparison.Ordinal));

    /// <summary>RFC 8252 §7.3 and §8.3: any port and path of this machine, for programs that wait there. Only the machine that the browser runs on can be meant.</summary>
    public static bool IsLoopback(string text) =>
        IsPlain(text) && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Fragment.Length == 0 && address.UserInfo.Length == 0
        && address.Scheme == Uri.UriSchemeHttp && address.Host is ("127.0.0.1" or "[::1]" or "localhost");

    /// <summary>What is read in one way only, and can stand in a header: RFC 3986 has no other characters.</summary>
    private static bool IsPlain(string text) => text.Length is > 0 and <= MaxLength && text.All(static c => c is > ' ' and < '\x7f' and not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}'));
}
