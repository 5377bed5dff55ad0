using System.Text;
using Aether.Mime.Scanning;
using Aether.Protocol.Smtp;
using Aether.Queue.Returns;
using Aether.Smtp.Hooks;
using Aether.Smtp.Rates;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;
using Aether.Storage;
using Aether.Storage.Bodies;
using Aether.Storage.Messages;
using Aether.Validation.Checks;

namespace Aether.Smtp.Content;

/// <summary>Takes responsibility for a message: everything is durable before its 250, or it is refused. RFC 5321 §4.2.5, §6.1.</summary>
internal sealed class Acceptance(MailStore store, ReturnedMail? returns, SenderChecks? checks, Signatures signatures, ContentPolicy policy, ReceivingRates rates, SendingLimits sending, DmarcTally tally, FailureNote failures, RefusalTrace refusals, SmtpServices services)
{
    /// <summary>The disk has room for new mail.</summary>
    public bool HasRoom => store.Space.TakesMail;

    public IncomingContent NewContent(SmtpSession session) =>
        new(store.Bodies.NewDraft(), session.Limits, session.Login is null ? null : new SubmittedHeader(), NewGate(session));

    /// <summary>Ends the transaction, one way or the other.</summary>
    public async ValueTask<SmtpReply> AcceptAsync(SmtpSession session, CancellationToken ct)
    {
        var content = session.Transaction!.Content!;
        try
        {
            await content.JudgeAsync(session, services, ct);
            tally.Note(session);
            failures.Note(session);
            var outcome = content.Refusal is { } refusal ? Refuse(session, refusal) : await JudgeAsync(session, await content.CompleteAsync(ct), ct);
            return outcome.Tell(session);
        }
        catch (StoreUnavailableException unavailable)
        {
            SmtpServices.LogStoreUnavailable(services.Logger, unavailable, session.Peer.SessionId);
            return ContentOutcome.Same(unavailable.IsAway ? Replies.StoreAway : Replies.StoreUnavailable).Tell(session);
        }
        finally
        {
            await session.ResetAsync();
        }
    }

    private ContentOutcome Refuse(SmtpSession session, SmtpReply refusal)
    {
        refusals.Note(session, refusal);
        return ContentOutcome.Same(refusal);
    }

    private async ValueTask<ContentOutcome> JudgeAsync(SmtpSession session, StoredMessage message, CancellationToken ct)
    {
        var added = AddedFields(session, message.Facts);
        var judged = await policy.CheckAsync(session, message, added, ct);
        if (judged.Refusal is { } refusal)
            return ContentOutcome.Same(refusal);
        var loops = DeliveryLoops.Find(session, message.Facts);
        if (loops.Count > 0 && loops.Count == session.Transaction!.Recipients.Count)
            return ContentOutcome.Same(Replies.DeliveryLoop);
        if (!judged.IsDiscarded)
            return await StoreAsync(session, judged.Message, await NewPlannerAsync(session, judged, message, (added, loops), ct), judged.OnTop + added, ct);
        SmtpServices.LogDiscarded(services.Logger, session.Transaction!.MessageId, session.Peer.SessionId);
        return ContentOutcome.Same(Replies.Accepted(session.Transaction.MessageId));
    }

    /// <summary>What is known of the sender decides where copies go and what stands on top; signed is what goes out, hooks and all.</summary>
    private async ValueTask<AcceptPlanner> NewPlannerAsync(SmtpSession session, HookResult judged, StoredMessage original, (string Added, IReadOnlySet<AcceptedRecipient> Loops) own, CancellationToken ct)
    {
        var judgement = session.Transaction!.Content!.Judgement;
        return new AcceptPlanner(session, services.Clock.GetUtcNow())
        {
            IsHeld = judged.IsHeld,
            Loops = own.Loops,
            Junk = judgement.IsQuarantined ? await JunkMailboxes.FindAsync(store.Mailboxes, session.Transaction, ct) : AcceptPlanner.NoJunk,
            Top = await signatures.MakeAsync(session, ReferenceEquals(judged.Message, original) ? null : judged.Message, judged.OnTop + own.Added, ct) + judgement.Fields,
            Shown = judgement.Shown,
        };
    }

    /// <summary>Ends the transaction at a chunk that is not its last: one reply, on LMTP too.</summary>
    public static async ValueTask<SmtpReply> GiveUpAsync(SmtpSession session)
    {
        var refusal = session.Transaction!.Content!.Refusal!;
        await session.ResetAsync();
        return refusal;
    }

    private async ValueTask<ContentOutcome> StoreAsync(SmtpSession session, StoredMessage message, AcceptPlanner planner, string added, CancellationToken ct)
    {
        var plan = planner.Plan(added, new HashSet<AccountId>());
        var refused = new Dictionary<AcceptedRecipient, SmtpReply>();
        var result = await store.Acceptance.AcceptAsync(message, plan, ct);
        if (!result.IsStored)
        {
            var refusal = result.Local.Contains(MessageStatus.OverQuota) ? FullMailboxes.Reply(session) : Replies.MailboxGone;
            if (plan.Queued is null && result.Local.All(status => status is not MessageStatus.Done))
                return ContentOutcome.Same(refusal);

            // Some can take it and some can't. LMTP says so for each; else the queue keeps trying for those, and reports if it must.
            var full = plan.Local.Zip(result.Local).Where(pair => pair.Second is not MessageStatus.Done).Select(pair => pair.First.Account).ToHashSet();
            foreach (var recipient in planner.Unable(full))
                refused.Add(recipient, refusal);
            plan = planner.Plan(added, full);
            result = await store.Acceptance.AcceptAsync(message, plan, ct);
            if (!result.IsStored)
                return ContentOutcome.Same(Replies.StoreUnavailable);
        }

        foreach (var step in AcceptTrace.Of(session, plan, message, services.Clock.GetUtcNow()))
            store.Traces.Note(step);
        if (returns is not null && session.Transaction!.Mail.Sender is null && session.Login is null)
            await returns.NoteAsync(message, plan.MessageId, [.. session.Transaction.Recipients.Select(recipient => recipient.Arguments.Recipient.ToString())], ct);
        rates.Count(session);
        sending.Count(session);
        services.Metrics.Accepted(session.Options.Kind, message.Body.Size);
        SmtpServices.LogAccepted(services.Logger, plan.MessageId, session.Peer.SessionId, message.Body.Size, plan.Local.Count, plan.Queued?.Recipients.Count ?? 0);
        return new ContentOutcome(Replies.Accepted(plan.MessageId), refused);
    }

    // Mail of strangers is checked, that of users signed; that of exempt networks goes as it comes (docs/security/mail-authentication.md).
    private MessageGate? NewGate(SmtpSession session)
    {
        bool wantsHash = signatures.IsWanted(session);
        if (session.Options.Kind is SmtpListenerKind.Submission && wantsHash)
            return new MessageGate(session.Options.Hostname, session.Limits.MaxHeader, null, wantsHash);
        if (checks is null || session.Options.Kind is not SmtpListenerKind.Mx || session.Login is not null || session.Peer.Exempt)
            return null;
        var envelope = new Envelope(session.Peer.Remote.Address, session.ClientName!, session.Transaction!.Mail.Sender?.ToString() ?? "");
        return new MessageGate(checks.ServiceId, session.Limits.MaxHeader, checks.Begin(envelope), wantsHash);
    }

    // RFC 6409 §8.1, §8.2: a submission server completes what a client left out.
    private string AddedFields(SmtpSession session, MessageFacts facts)
    {
        if (session.Options.Kind is not SmtpListenerKind.Submission)
            return "";
        var added = new StringBuilder();
        if (facts.MessageId is null)
            added.Append("Message-ID: <").Append(session.Transaction!.MessageId).Append('@').Append(session.Options.Hostname).Append(">\r\n");
        if (session.Transaction!.Content!.Header is { Authors: 0 })
            added.Append("From: <").Append(session.Transaction.Mail.Sender?.ToString() ?? session.Login!.Address).Append(">\r\n");
        if (facts.Date is null)
            added.Append("Date: ").Append(TraceFields.Date(services.Clock.GetUtcNow())).Append("\r\n");
        return added.ToString();
    }
}
