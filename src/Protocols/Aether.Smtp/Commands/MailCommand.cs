using Aether.Protocol.Smtp;
using Aether.Smtp.Content;
using Aether.Smtp.Hooks;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>MAIL FROM: opens a transaction. RFC 5321 §4.1.1.2.</summary>
internal sealed class MailCommand(EnvelopePolicy policy, WishPolicy wishes, HookRunner hooks, Acceptance acceptance) : ISmtpCommand
{
    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        switch (MailArguments.TryParse(arguments.Span, out var mail))
        {
            case ArgumentsStatus.Syntax: return Replies.Syntax("MAIL FROM:<address> [parameters]");
            case ArgumentsStatus.BadAddress: return Replies.BadSenderAddress;
            case ArgumentsStatus.BadParameter: return Replies.BadParameter;
            case ArgumentsStatus.UnknownParameter: return Replies.UnknownParameter;
        }

        // RFC 1870 §6.1: what is announced too big need not be sent.
        if (mail.Size > session.Limits.MaxMessageSize)
            return Replies.TooBig;
        if (!acceptance.HasRoom)
            return Replies.StoreUnavailable; // RFC 1870 §6.1: 452, before anything is sent
        if (mail.Sender is { IsAscii: false } && !mail.SmtpUtf8)
            return Replies.Utf8SenderNotAllowed;
        if (wishes.Refusal(session, mail.Wishes) is { } unmet)
            return unmet;
        if (await policy.RefuseSenderAsync(session, mail.Sender, ct) is { } refusal)
            return refusal;

        session.Begin(mail, wishes.ReleaseTime(session, mail.Wishes));
        if (await hooks.MailAsync(session, ct) is not { } hooked)
            return Replies.SenderOk;
        await session.ResetAsync();
        return hooked;
    }
}
