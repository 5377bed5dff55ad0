using Aether.Identity.Recipients;
using Aether.Protocol.Smtp;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>EXPN: names the members of a list to those who may know; to all others lists are nobody's business. RFC 5321 §3.5.2, §7.3.</summary>
internal sealed class ExpnCommand(RecipientResolver recipients) : ISmtpCommand
{
    private const int MaxShown = 100;

    public async ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (!session.MayVerify)
            return Replies.NotImplemented;
        if (arguments.IsEmpty)
            return Replies.Syntax("EXPN list");
        if (!VrfyCommand.TryParse(arguments.Span, out var mailbox))
            return Replies.BadRecipientAddress;

        var found = await recipients.ResolveAsync(mailbox.UnquotedLocalPart, mailbox.Domain, ct);
        if (found.Kind is RecipientKind.BadAlias)
            return Replies.RecipientLater;
        if (found.Kind is not RecipientKind.Found)
            return BadRecipients.Count(session, Replies.NotAList);

        // RFC 5321 §4.5.3.1.5 bounds a reply line, not their number; a client still must not be sent thousands.
        string[] members = [.. found.Local.Select(local => local.Address).Concat(found.Remote).Order(StringComparer.Ordinal)];
        return new SmtpReply(250, new(2, 1, 5), [.. members.Take(MaxShown).Select(member => $"<{member}>"), .. members.Length > MaxShown ? [$"and {members.Length - MaxShown} more"] : (string[])[]]);
    }
}
