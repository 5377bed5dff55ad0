using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Envelopes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>The call that delivers and queues one accepted message, and its answer.</summary>
internal static class AcceptanceCall
{
    /// <param name="must">A refusal takes the whole operation back.</param>
    public static void Add(PostgresBatch batch, StoredMessage message, AcceptPlan plan, DateTimeOffset now, bool must)
    {
        var queued = plan.Queued;
        var recipients = queued?.Recipients ?? [];
        batch.Call("accept", MessageArguments.OfMessage + 20).AddMessage(message)
            .Add(plan.Local.Select(local => local.Account.Value).ToArray())
            .Add(plan.Local.Select(local => local.Target?.Value).ToArray())
            .Add(plan.Local.Select(local => local.Prefix.ToArray()).ToArray())
            .Add(plan.MessageId).Add(queued?.Sender).Add(queued?.Prefix ?? default)
            .Add(queued is null ? null : QueueColumns.Write(queued.Envelope))
            .Add(queued?.Expires.ToUnixTimeMilliseconds()).Add((int)(queued?.Priority ?? QueuePriority.Normal))
            .Add(queued?.NotBefore is { } start && start > now ? start : now).Add((int)(queued is { IsHeld: true } ? RecipientState.Held : RecipientState.Waiting))
            .Add(recipients.Select(recipient => recipient.Domain).ToArray()).Add(recipients.Select(recipient => recipient.Address).ToArray())
            .Add(recipients.Select(recipient => recipient.Orcpt).ToArray()).Add(recipients.Select(recipient => recipient.Notify).ToArray())
            .Add(recipients.Select(recipient => recipient.Route).ToArray())
            .Add(now).Add(batch.Options.QuotaBytes).Add(batch.Options.QuotaMessages).Add(must);
    }

    public static AcceptResult Read(PostgresAnswer answer, AcceptPlan plan)
    {
        var statuses = Array.ConvertAll(answer.List<string>(0), Enum.Parse<MessageStatus>);
        var (mailboxes, modSeqs) = (answer.List<long?>(1), answer.List<long>(2));
        for (int i = 0; i < modSeqs.Length; i++)
            answer.Changed(plan.Local[i].Account, new MailboxId(mailboxes[i]!.Value), modSeqs[i]);
        if (answer.IsNull(3))
            return new AcceptResult(statuses, null);
        answer.QueueBecameDue();
        return new AcceptResult(statuses, new QueueId(answer.Long(3)));
    }
}
