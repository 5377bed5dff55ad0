using System.Text;
using Aether.Mime.Scanning;
using Aether.Protocol.Smtp;
using Aether.Smtp.Recipients;
using Aether.Smtp.Session;
using Aether.Storage;
using Aether.Storage.Bodies;
using Aether.Storage.Messages;

namespace Aether.Smtp.Content;

/// <summary>Takes responsibility for a message: everything is durable before its 250, or it is refused. RFC 5321 §4.2.5, §6.1.</summary>
internal sealed class Acceptance(MailStore store, SmtpServices services)
{
    /// <summary>The disk has room for new mail.</summary>
    public bool HasRoom => store.Space.TakesMail;

    public IncomingContent NewContent(SmtpSession session) => new(store.Bodies.NewDraft(), session.Limits);

    /// <summary>Ends the transaction, one way or the other.</summary>
    public async ValueTask<SmtpReply> AcceptAsync(SmtpSession session, CancellationToken ct)
    {
        var content = session.Transaction!.Content!;
        try
        {
            return content.Refusal ?? await StoreAsync(session, await content.CompleteAsync(ct), ct);
        }
        catch (StoreUnavailableException unavailable)
        {
            SmtpServices.LogStoreUnavailable(services.Logger, unavailable, session.Peer.SessionId);
            return Replies.StoreUnavailable;
        }
        finally
        {
            await session.ResetAsync();
        }
    }

    private async ValueTask<SmtpReply> StoreAsync(SmtpSession session, StoredMessage message, CancellationToken ct)
    {
        var planner = new AcceptPlanner(session, services.Clock.GetUtcNow());
        var added = AddedFields(session, message.Facts);
        var plan = planner.Plan(added, new HashSet<AccountId>());
        var result = await store.Acceptance.AcceptAsync(message, plan, ct);
        if (!result.IsStored)
        {
            if (plan.Queued is null && result.Local.All(status => status is not MessageStatus.Done))
                return result.Local.Contains(MessageStatus.OverQuota) ? FullMailboxes.Reply(session) : Replies.MailboxGone;

            // Some can take it and some can't: the queue keeps trying for those, and reports if it must.
            var full = plan.Local.Zip(result.Local).Where(pair => pair.Second is not MessageStatus.Done).Select(pair => pair.First.Account).ToHashSet();
            plan = planner.Plan(added, full);
            result = await store.Acceptance.AcceptAsync(message, plan, ct);
            if (!result.IsStored)
                return Replies.StoreUnavailable;
        }

        services.Metrics.Accepted(session.Options.Kind, message.Body.Size);
        SmtpServices.LogAccepted(services.Logger, plan.MessageId, session.Peer.SessionId, message.Body.Size, plan.Local.Count, plan.Queued?.Recipients.Count ?? 0);
        return Replies.Accepted(plan.MessageId);
    }

    // RFC 6409 §8.1, §8.2: a submission server completes what a client left out.
    private string AddedFields(SmtpSession session, MessageFacts facts)
    {
        if (session.Options.Kind is not SmtpListenerKind.Submission)
            return "";
        var added = new StringBuilder();
        if (facts.MessageId is null)
            added.Append("Message-ID: <").Append(session.Transaction!.MessageId).Append('@').Append(session.Options.Hostname).Append(">\r\n");
        if (facts.Date is null)
            added.Append("Date: ").Append(TraceFields.Date(services.Clock.GetUtcNow())).Append("\r\n");
        return added.ToString();
    }
}
