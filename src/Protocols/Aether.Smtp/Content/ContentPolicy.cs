using Aether.Protocol.Smtp;
using Aether.Smtp.Hooks;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;
using Aether.Smtp.SiteRules;
using Aether.Smtp.Submitting;
using Aether.Storage.Bodies;

namespace Aether.Smtp.Content;

/// <summary>Looks at a whole message before it is taken: who it says it is from, and what the hooks of this site say and change.</summary>
internal sealed class ContentPolicy(AuthorPolicy authors, HeaderChecks headers, HookRunner hooks, EnvelopePolicy envelope)
{
    /// <param name="session">Whose message it is.</param>
    /// <param name="message">As it came.</param>
    /// <param name="added">Fields that we add on top, CRLF-ended.</param>
    /// <param name="ct">Fires when the server stops at once.</param>
    public async ValueTask<HookResult> CheckAsync(SmtpSession session, StoredMessage message, string added, CancellationToken ct)
    {
        var transaction = session.Transaction!;
        if (transaction.Content!.Header is { } header && await authors.RefusalAsync(session, header, ct) is { } forged)
            return new HookResult(message) { Refusal = forged };
        var rule = await headers.FindAsync(session.Options.Rules.Headers, message, ct);
        if (rule is { Action: HeaderAction.Reject })
            return new HookResult(message) { Refusal = Replies.HeaderUnwanted(rule.Text) };
        var result = transaction.Parts.Count == 0 ? new HookResult(message) { IsDiscarded = transaction.IsDiscarded } : await hooks.ContentAsync(session, message, added, ct);
        if (result.Refusal is not null)
            return result;
        if (transaction.Parts.Count > 0)
            await ChangeEnvelopeAsync(session, result, ct);
        await CopyAsync(session, ct);
        return result with
        {
            IsDiscarded = result.IsDiscarded || transaction.Recipients.Count == 0 || rule is { Action: HeaderAction.Discard },
            IsHeld = result.IsHeld || rule is { Action: HeaderAction.Hold },
        };
    }

    /// <summary>Archives and the like; on LMTP they get no reply, as nobody asked for them.</summary>
    private async ValueTask CopyAsync(SmtpSession session, CancellationToken ct)
    {
        var transaction = session.Transaction!;
        if (session.Options.Rules.Copies.Count == 0 || transaction.Recipients.Count == 0)
            return;
        string sender = transaction.Mail.Sender?.ToString() ?? "";
        string[] recipients = [.. transaction.Recipients.Select(recipient => recipient.Arguments.Recipient.ToString())];
        foreach (var copy in session.Options.Rules.Copies.Where(copy => copy.Fits(sender, recipients)))
        {
            // Of its failures the sender must not hear: it does not know of the copy.
            if (Mailbox.TryParse(copy.To, out var mailbox) && !transaction.Recipients.Any(recipient => recipient.Arguments.Recipient == mailbox))
                transaction.Recipients.Add(new AcceptedRecipient(new RcptArguments(mailbox) { Notify = DsnNotify.Never }, await envelope.ResolveAsync(mailbox, ct)) { IsCopy = true });
        }
    }

    private async ValueTask ChangeEnvelopeAsync(SmtpSession session, HookResult result, CancellationToken ct)
    {
        var transaction = session.Transaction!;
        transaction.Recipients.RemoveAll(recipient => result.GoneRecipients.Contains(recipient.Arguments.Recipient.ToString()));
        foreach (string address in result.NewRecipients)
        {
            if (Mailbox.TryParse(address, out var mailbox))
                transaction.Recipients.Add(new AcceptedRecipient(new RcptArguments(mailbox), await envelope.ResolveAsync(mailbox, ct)));
        }

        if (result.Sender is { } sender)
            transaction.Mail = transaction.Mail with { Sender = Mailbox.TryParse(sender, out var parsed) ? parsed : null };
    }
}
