using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Recipients;

/// <summary>Cuts off whoever guesses names, by RCPT, VRFY or EXPN; those we trust are not limited. Case S10, RFC 5321 §7.3.</summary>
internal static class BadRecipients
{
    /// <returns>What to reply: the refusal, or the end of the session.</returns>
    public static SmtpReply Count(SmtpSession session, SmtpReply refusal)
    {
        if (!refusal.IsPermanent || session.Peer.Exempt || ++session.BadRecipients < session.Limits.MaxBadRecipients)
            return refusal;
        session.After = AfterReply.Close;
        return Replies.TooManyBadRecipients;
    }
}
