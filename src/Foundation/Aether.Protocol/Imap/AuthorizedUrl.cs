using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aether.Protocol.Imap;

/// <summary>
/// A URL of a message that tells who may use it, until when, and proves that its owner said so:
/// <c>imap://ann@mail.example.org/INBOX;UIDVALIDITY=1/;UID=2;EXPIRE=…;URLAUTH=user+bob:INTERNAL:…</c>. RFC 4467 §3, RFC 5092 §6.
/// </summary>
/// <param name="Rump">What the token proves: the URL up to its access.</param>
/// <param name="User">Whose mailbox it is.</param>
/// <param name="Message">The mailbox, its UIDVALIDITY where that is said, the message, and which octets of it.</param>
/// <param name="AccessUser">Who may use it; empty where no single user is named.</param>
/// <param name="Mechanism">Empty in a rump.</param>
/// <param name="Token">Empty in a rump.</param>
public sealed record AuthorizedUrl(string Rump, string User, ImapUrl Message, DateTimeOffset? Expires, UrlAccess Access, string AccessUser, string Mechanism, string Token)
{
    private const string Scheme = "imap://";
    private const string Key = ";URLAUTH=";
    private const string ExpireKey = ";EXPIRE=";

    /// <summary>Reads a whole URL, with its proof.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AuthorizedUrl? url)
    {
        url = null;
        int access = text.LastIndexOf(Key, StringComparison.OrdinalIgnoreCase);
        int mechanism = access < 0 ? -1 : text.IndexOf(':', access);
        int token = mechanism < 0 ? -1 : text.IndexOf(':', mechanism + 1);
        if (token < 0 || token == text.Length - 1 || token == mechanism + 1 || !TryParseRump(text[..mechanism], out var rump))
            return false;
        url = rump with { Mechanism = text[(mechanism + 1)..token].ToUpperInvariant(), Token = text[(token + 1)..] };
        return true;
    }

    /// <summary>Reads a URL that is to be given its proof.</summary>
    public static bool TryParseRump(string text, [NotNullWhen(true)] out AuthorizedUrl? url)
    {
        url = null;
        int key = text.LastIndexOf(Key, StringComparison.OrdinalIgnoreCase);
        if (key < 0 || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !TryAccess(text[(key + Key.Length)..], out var access, out string accessUser))
            return false;

        string address = text[Scheme.Length..key];
        DateTimeOffset? expires = null;
        if (address.IndexOf(ExpireKey, StringComparison.OrdinalIgnoreCase) is var expire && expire >= 0)
        {
            // RFC 3339, as RFC 4467 §3 has it; an offset must be said.
            if (!DateTimeOffset.TryParse(address[(expire + ExpireKey.Length)..], CultureInfo.InvariantCulture, DateTimeStyles.None, out var when) || address.IndexOf('T', expire + ExpireKey.Length) < 0)
                return false;
            (expires, address) = (when, address[..expire]);
        }

        int path = address.IndexOf('/', StringComparison.Ordinal);
        int at = path < 0 ? -1 : address.LastIndexOf('@', path);
        if (at <= 0 || at == path - 1)
            return false;
        string user = address[..at];
        int mechanism = user.IndexOf(";AUTH=", StringComparison.OrdinalIgnoreCase);
        user = Uri.UnescapeDataString(mechanism < 0 ? user : user[..mechanism]);
        if (user.Length > 0 && !user.Contains('@', StringComparison.Ordinal))
            user += "@" + HostOf(address[(at + 1)..path]); // users are addresses here, and a URL may leave their domain to its host
        if (user.Length is 0 || !ImapUrl.TryParse(address[path..], out var message))
            return false;
        url = new AuthorizedUrl(text, user.ToLowerInvariant(), message, expires, access, accessUser, string.Empty, string.Empty);
        return true;
    }

    private static string HostOf(string server) => server.IndexOf(':', StringComparison.Ordinal) is var port && port >= 0 ? server[..port] : server;

    private static bool TryAccess(string text, out UrlAccess access, out string user)
    {
        (access, user) = (UrlAccess.Anonymous, string.Empty);
        if (text.Equals("anonymous", StringComparison.OrdinalIgnoreCase))
            return true;
        if (text.Equals("authuser", StringComparison.OrdinalIgnoreCase))
        {
            access = UrlAccess.AnyUser;
            return true;
        }

        int plus = text.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0)
            return false;
        access = text.StartsWith("user+", StringComparison.OrdinalIgnoreCase) ? UrlAccess.User : UrlAccess.Submit;
        user = Uri.UnescapeDataString(text[(plus + 1)..]).ToLowerInvariant();
        return user.Length > 0 && (access is UrlAccess.User || text.StartsWith("submit+", StringComparison.OrdinalIgnoreCase));
    }
}
