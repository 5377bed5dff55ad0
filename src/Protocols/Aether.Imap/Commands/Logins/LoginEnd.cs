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
            case LoginStatus.Success when session.TryEnter(result.Login!):
                return ImapReply.Ok(Capabilities.Of(session), "Logged in.");
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
}
