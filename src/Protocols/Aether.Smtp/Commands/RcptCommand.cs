using Aether.Protocol.Smtp;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>RCPT TO: adds one recipient to the open transaction. RFC 5321 §4.1.1.3.</summary>
internal sealed class RcptCommand(EnvelopePolicy policy) : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        switch (RcptArguments.TryParse(arguments.Span, out var rcpt))
        {
            case ArgumentsStatus.Syntax: return Replies.Syntax("RCPT TO:<address> [parameters]");
            case ArgumentsStatus.BadAddress: return Replies.BadRecipientAddress;
            case ArgumentsStatus.BadParameter: return Replies.BadParameter;
            case ArgumentsStatus.UnknownParameter: return Replies.UnknownParameter;
        }

        var transaction = session.Transaction!;
        int most = session.Login is null ? session.Limits.MaxRecipients : session.Limits.MaxRecipientsAuthenticated;
        if (transaction.Recipients.Count >= most)
            return Replies.TooManyRecipients;
        if (!rcpt.Recipient.IsAscii && !transaction.Mail.SmtpUtf8)
            return Replies.Utf8RecipientNotAllowed;

        var verdict = await policy.CheckRecipientAsync(session, rcpt, ct);
        if (verdict.Refusal is { } refusal)
            return Refuse(session, refusal);

        transaction.Recipients.Add(new AcceptedRecipient(rcpt, verdict.Targets));
        return Replies.RecipientOk;
    }

    private static SmtpReply Refuse(SmtpSession session, SmtpReply refusal)
    {
        // Case S10: guessing names is cut off; those we trust are not limited.
        if (!refusal.IsPermanent || session.Peer.Exempt || ++session.BadRecipients < session.Limits.MaxBadRecipients)
            return refusal;
        session.After = AfterReply.Close;
        return Replies.TooManyBadRecipients;
    }
}
