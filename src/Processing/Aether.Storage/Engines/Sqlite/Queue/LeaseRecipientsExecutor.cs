using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Takes due recipients: their due time moves to the lease's end under a new token.</summary>
internal sealed class LeaseRecipientsExecutor : SqliteExecutor<LeaseRecipients, IReadOnlyList<LeasedRecipient>>
{
    protected override IReadOnlyList<LeasedRecipient> Execute(SqliteWrite db, LeaseRecipients op)
    {
        var leased = new List<LeasedRecipient>();
        string except = op.ExceptDomains.Count == 0 ? "" : $"AND domain NOT IN ({string.Join(", ", Enumerable.Repeat("?", op.ExceptDomains.Count))})";
        using (var due = db.Prepare($"SELECT id, msg_id, rcpt, domain, orcpt, notify, attempts, lease FROM queue_rcpt WHERE state = 0 AND due_at <= ? {except} ORDER BY due_at LIMIT ?"))
        {
            due.Bind(op.Now.ToUnixTimeMilliseconds());
            foreach (string domain in op.ExceptDomains)
                due.Bind(domain);
            due.Bind(op.Most);
            while (due.Step())
            {
                var recipient = new QueueRecipient(due.Text(2), due.Text(3), due.TextOrNull(4), due.TextOrNull(5));
                leased.Add(new LeasedRecipient(new RecipientId(due.Long(0)), new QueueId(due.Long(1)), recipient, due.Int(6), NextToken(due.Long(7))));
            }
        }

        // The attempt counts before it is made: a message that ends the process is not tried for ever.
        foreach (var recipient in leased)
        {
            db.Prepare("UPDATE queue_rcpt SET lease = ?, due_at = ?, attempts = attempts + 1 WHERE id = ?")
                .Bind(recipient.Lease).Bind(op.Until.ToUnixTimeMilliseconds()).Bind(recipient.Id.Value).Run();
        }
        return leased;
    }

    /// <summary>Tokens only grow; odd ones are leases, even ones rest. A row whose lease ran out goes from odd to odd.</summary>
    private static long NextToken(long lease) => lease % 2 == 0 ? lease + 1 : lease + 2;
}
