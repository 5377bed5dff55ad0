using Aether.Protocol.Smtp;
using Aether.Smtp.Session;

namespace Aether.Smtp.Rates;

/// <summary>All that says "not now" to a sender or a recipient.</summary>
internal sealed class SenderRates(ReceivingRates receiving, SendingLimits sending, Greylist greylist)
{
    /// <returns>The refusal of MAIL, or null.</returns>
    public SmtpReply? Send(SmtpSession session, Mailbox? sender) => receiving.Send(session, sender) ?? sending.Send(session);

    /// <returns>The refusal of RCPT, or null.</returns>
    public SmtpReply? Receive(SmtpSession session, Mailbox recipient) =>
        receiving.Receive(session, recipient) ?? sending.Receive(session) ?? greylist.Check(session, recipient);
}
