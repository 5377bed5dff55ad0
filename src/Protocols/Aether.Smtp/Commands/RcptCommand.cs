using Aether.Protocol.Smtp;
using Aether.Smtp.Hooks;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>RCPT TO: adds one recipient to the open transaction. RFC 5321 §4.1.1.3.</summary>
internal sealed class RcptCommand(EnvelopePolicy policy, HookRunner hooks) : ISmtpCommand
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
        if (transaction.Recipients.Count >= session.MaxRecipients)
            return Replies.TooManyRecipients;
        if (!rcpt.Recipient.IsAscii && !transaction.Mail.SmtpUtf8)
            return Replies.Utf8RecipientNotAllowed;

        rcpt = RecipientRewriting.Apply(session.Options.Rules.Rewrites, rcpt);
        var verdict = await policy.CheckRecipientAsync(session, rcpt, ct);
        if (verdict.Refusal is { } refusal)
            return BadRecipients.Count(session, refusal);

        if (await hooks.RecipientAsync(session, rcpt, ct) is { } hooked)
            return hooked;
        transaction.Recipients.Add(new AcceptedRecipient(rcpt, verdict.Targets));
        return Replies.RecipientOk;
    }
}
