using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Takes recipients that went aside, by destination; each class has its share there as well.</summary>
internal sealed class LeaseBacklogsExecutor : SqliteExecutor<LeaseBacklogs, QueueLease>
{
    protected override QueueLease Execute(SqliteWrite db, LeaseBacklogs op)
    {
        var leased = new List<LeasedRecipient>();
        int looked = 0;
        foreach (string domain in op.Domains)
        {
            var chosen = LeaseShares.Choose(
                priority =>
                {
                    var found = new List<long>();
                    using var list = db.Prepare("SELECT id FROM queue_rcpt WHERE state = 2 AND domain = ? AND class = ? ORDER BY due_at LIMIT ?").Bind(domain).Bind((long)priority).Bind(op.MostEach);
                    while (list.Step())
                        found.Add(list.Long(0));
                    looked += found.Count;
                    return found;
                },
                op.MostEach);
            leased.AddRange(chosen.Select(id => LeaseRows.Take(db, id, op.Until)));
        }

        return new QueueLease(leased, [], looked);
    }
}
