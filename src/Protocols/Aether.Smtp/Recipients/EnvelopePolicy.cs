using Aether.Identity.Recipients;
using Aether.Protocol.Smtp;
using Aether.Smtp.Rates;
using Aether.Smtp.Session;
using Aether.Storage.Suppressions;

namespace Aether.Smtp.Recipients;

/// <summary>Who may send as whom, and to whom: an MX takes what is ours, submission takes anything from those it knows. RFC 5321 §7.9, RFC 6409 §6.</summary>
internal sealed class EnvelopePolicy(RecipientResolver recipients, FullMailboxes full, SenderRates rates, SuppressionStore suppressions, RefusalTrace refusals, SmtpServices services)
{
    /// <returns>The refusal, or null.</returns>
    public async ValueTask<SmtpReply?> RefuseSenderAsync(SmtpSession session, Mailbox? sender, CancellationToken ct)
    {
        if (session.Options.Kind is not SmtpListenerKind.Submission)
            return rates.Send(session, sender);
        if (session.Login is not { } login)
            return Replies.AuthenticationRequired;

        // RFC 6409 §6.1; the null sender is for reports a client writes itself (RFC 8098 §3.2).
        bool owns = sender is null || await recipients.OwnsAsync(login.Address, sender.UnquotedLocalPart, sender.Domain, ct);
        return owns ? rates.Send(session, sender) : Replies.SenderNotYours;
    }

    public async ValueTask<RecipientVerdict> CheckRecipientAsync(SmtpSession session, RcptArguments rcpt, CancellationToken ct)
    {
        var mailbox = rcpt.Recipient;
        var found = await recipients.ResolveAsync(mailbox.UnquotedLocalPart, mailbox.Domain.Length == 0 ? null : mailbox.Domain, ct);
        var verdict = found.Kind switch
        {
            RecipientKind.Found when await full.IsFullAsync(found, session.Transaction!.Mail.Size ?? 0, ct) => RecipientVerdict.Refuse(FullMailboxes.Reply(session)),
            RecipientKind.Found => Take(found, mailbox),
            RecipientKind.Reports => RecipientVerdict.Take(new RecipientTarget(null, mailbox.ToString())), // read from the queue, so that no session waits for it
            RecipientKind.NotOurs when session.Login is not null && (await suppressions.FindAsync([mailbox.ToString()], ct)).Count > 0 => RecipientVerdict.Refuse(Replies.RecipientSuppressed),
            RecipientKind.NotOurs when session.Login is not null => RecipientVerdict.Take(new RecipientTarget(null, mailbox.ToString())),
            RecipientKind.NotOurs => RelayPolicy.Judge(session.Options.RelayDomains, mailbox),
            RecipientKind.BadAlias => RecipientVerdict.Refuse(Replies.RecipientLater), // ours to mend: nobody's mail is lost for it
            _ => RecipientVerdict.Refuse(Replies.UnknownRecipient), // case S10: disabled looks like unknown
        };
        if (verdict.Refusal is null && rates.Receive(session, mailbox) is { } notNow)
            verdict = RecipientVerdict.Refuse(notNow);
        if (verdict.Refusal is { } refusal)
        {
            SmtpServices.LogRecipientRefused(services.Logger, session.Peer.SessionId, mailbox.ToString(), refusal.Code, refusal.Enhanced);
            refusals.Note(session, mailbox, refusal);
        }

        return verdict;
    }

    /// <summary>Where an address leads that a hook of this site has added: nobody is asked whether it may.</summary>
    public async ValueTask<IReadOnlyList<RecipientTarget>> ResolveAsync(Mailbox mailbox, CancellationToken ct)
    {
        var found = await recipients.ResolveAsync(mailbox.UnquotedLocalPart, mailbox.Domain, ct);
        return found.Kind is RecipientKind.Found ? Take(found, mailbox).Targets : [new RecipientTarget(null, mailbox.ToString())];
    }

    private static RecipientVerdict Take(RecipientResolution found, Mailbox mailbox)
    {
        // Delivered-To names what was written to, where that is one account's: a subaddress stays visible for rules.
        bool direct = found.Local.Count == 1 && found.Remote.Count == 0;
        var targets = new List<RecipientTarget>(found.Local.Count + found.Remote.Count);
        foreach (var local in found.Local)
            targets.Add(new RecipientTarget(local.Account, direct && mailbox.Domain.Length > 0 ? mailbox.ToString() : local.Address));
        foreach (var remote in found.Remote)
            targets.Add(new RecipientTarget(null, remote));
        return new RecipientVerdict(null, targets);
    }
}
