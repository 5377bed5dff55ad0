using Aether.Identity.Logins;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Logins;

/// <summary>Turns the outcome of LOGIN or AUTHENTICATE into the session's new state and a reply. RFC 3501 §6.2, RFC 5530.</summary>
internal static class LoginEnd
{
    public static ImapReply Of(ImapSession session, LoginResult result)
    {
        switch (result.Status)
        {
            case LoginStatus.Success when Referral(session, result.Login!) is { } elsewhere:
                return ImapReply.No($"REFERRAL {elsewhere}", "Your mailboxes are on another server.");
            case LoginStatus.Success when session.TryEnter(result.Login!):
                return ImapReply.Ok(session.Offered.Of(session), "Logged in.");
            case LoginStatus.Success:
                session.ByeAfterReply = "BYE Too many connections.";
                return ImapReply.No("LIMIT", "Too many connections.");
            case LoginStatus.Unavailable:
                return ImapReply.No("UNAVAILABLE", "Try again later.");
            case LoginStatus.BadExchange:
                return ImapReply.Bad("The exchange is malformed.");
            default:
                // Throttled and refused sound alike: a guesser learns nothing from either.
                if (++session.FailedLogins >= session.Shared.Options.FailuresPerSession)
                    session.ByeAfterReply = "BYE Too many failures.";
                return ImapReply.No("AUTHENTICATIONFAILED", "Authentication failed.");
        }
    }

    /// <summary>
    /// The server that holds the mail of who proved to be somebody: only he is told. RFC 2221 §4.1, the URL by RFC 5092 §3.
    /// </summary>
    private static string? Referral(ImapSession session, Login login)
    {
        var homes = session.Shared.Options.Homes;
        if (!session.Offers("LOGIN-REFERRALS")
            || !(homes.TryGetValue(login.Address, out string? home) || homes.TryGetValue(login.Address[login.Address.LastIndexOf('@')..], out home)))
        {
            return null;
        }

        return $"imap://{Uri.EscapeDataString(login.Address)};AUTH=*@{home}/";
    }
}
