using Aether.Identity.Logins;
using Aether.Imap.Session;

namespace Aether.Imap.Commands;

/// <summary>Turns the outcome of LOGIN or AUTHENTICATE into the session's new state and a reply. RFC 3501 §6.2, RFC 5530.</summary>
internal static class LoginEnd
{
    public static ImapReply Of(ImapSession session, LoginResult result)
    {
        switch (result.Status)
        {
            case LoginStatus.Success when session.TryEnter(result.Login!):
                return ImapReply.Ok(Capabilities.Of(session), "Logged in.");
            case LoginStatus.Success:
                session.IsOver = true;
                return ImapReply.No("LIMIT", "Too many connections.");
            case LoginStatus.Unavailable:
                return ImapReply.No("UNAVAILABLE", "Try again later.");
            case LoginStatus.BadExchange:
                return ImapReply.Bad("The exchange is malformed.");
            default:
                // Throttled and refused sound alike: a guesser learns nothing from either.
                session.IsOver = ++session.FailedLogins >= session.Shared.Options.FailuresPerSession;
                return ImapReply.No("AUTHENTICATIONFAILED", "Authentication failed.");
        }
    }
}
