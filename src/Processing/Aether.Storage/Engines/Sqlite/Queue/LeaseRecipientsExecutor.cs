using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>
/// Takes due recipients, urgent ones first and none for ever last. It looks at the index of what is due alone, and at so much of it at
/// most; where excepted destinations fill that, their rows go aside (state 2) and are never looked at again here.
/// </summary>
internal sealed class LeaseRecipientsExecutor : SqliteExecutor<LeaseRecipients, QueueLease>
{
    private readonly record struct Due(long Id, string Domain);

    protected override QueueLease Execute(SqliteWrite db, LeaseRecipients op)
    {
        var view = new View(op.ExceptDomains.ToHashSet(StringComparer.Ordinal));
        var chosen = LeaseShares.Choose(priority => Find(db, op, priority, view), op.Most);
        return new QueueLease([.. chosen.Select(due => LeaseRows.Take(db, due.Id, op.Until))], [.. view.Parked], view.Looked);
    }

    private static List<Due> Find(SqliteWrite db, LeaseRecipients op, QueuePriority priority, View view)
    {
        var found = new List<Due>();
        var passed = new List<Due>();
        int most = op.Most + op.Patience;
        using (var due = db.Prepare("SELECT id, domain FROM queue_rcpt WHERE state = 0 AND class = ? AND due_at <= ? ORDER BY due_at LIMIT ?")
            .Bind((long)priority).Bind(op.Now.ToUnixTimeMilliseconds()).Bind(most))
        {
            while (found.Count < op.Most && due.Step())
            {
                var row = new Due(due.Long(0), due.Text(1));
                (view.Except.Contains(row.Domain) ? passed : found).Add(row);
            }
        }

        view.Looked += found.Count + passed.Count;
        if (found.Count < op.Most && found.Count + passed.Count == most)
        {
            foreach (var row in passed)
            {
                db.Prepare("UPDATE queue_rcpt SET state = 2 WHERE id = ?").Bind(row.Id).Run();
                view.Parked.Add(row.Domain);
            }
        }

        return found;
    }

    private sealed class View(HashSet<string> except)
    {
        public HashSet<string> Except { get; } = except;

        public HashSet<string> Parked { get; } = new(StringComparer.Ordinal);

        public int Looked { get; set; }
    }
}
