using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Content;

/// <summary>What becomes of a content: one reply for all, and the recipients for whom it is another.</summary>
/// <param name="Reply">For everybody not in <paramref name="Refused"/>.</param>
/// <param name="Refused">Recipients that could not be served while others were.</param>
internal sealed record ContentOutcome(SmtpReply Reply, IReadOnlyDictionary<AcceptedRecipient, SmtpReply> Refused)
{
    private static readonly IReadOnlyDictionary<AcceptedRecipient, SmtpReply> None = new Dictionary<AcceptedRecipient, SmtpReply>();

    public static ContentOutcome Same(SmtpReply reply) => new(reply, None);

    /// <summary>SMTP has one reply to a content; LMTP one for each recipient, in the order of their RCPT (RFC 2033 §4.2).</summary>
    public SmtpReply Tell(SmtpSession session)
    {
        if (session.Options.Kind is not SmtpListenerKind.Lmtp)
            return Reply;
        foreach (var recipient in session.Transaction!.Recipients.Where(recipient => !recipient.IsCopy))
            session.Said.Enqueue(Refused.GetValueOrDefault(recipient, Reply));
        return Replies.AlreadySaid;
    }
}
