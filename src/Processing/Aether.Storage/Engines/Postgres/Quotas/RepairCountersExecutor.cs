using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>Writes counted counters, if nothing changed since the count.</summary>
internal sealed class RepairCountersExecutor : PostgresExecutor<RepairCounters, bool>
{
    protected override void Add(PostgresBatch batch, RepairCounters op)
    {
        var (counted, mailboxes) = (op.Counted, op.Counted.Mailboxes);
        batch.Call("repair_counters", 8).Add(counted.Account.Value).Add(counted.ModSeq.Value).Add(counted.Bytes).Add(counted.Messages)
            .Add(mailboxes.Select(mailbox => mailbox.Mailbox.Value).ToArray()).Add(mailboxes.Select(mailbox => mailbox.Messages).ToArray())
            .Add(mailboxes.Select(mailbox => mailbox.Unseen).ToArray()).Add(mailboxes.Select(mailbox => mailbox.Bytes).ToArray());
    }

    protected override bool Read(PostgresAnswer answer, RepairCounters op) => answer.Bool(0);
}
