using Aether.Storage.Envelopes;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>How a recipient is leased.</summary>
internal static class LeaseRows
{
    /// <summary>
    /// Gives the row a new token (they only grow; odd ones are leases, even ones rest) and moves its due time to the lease's end. The attempt
    /// counts before it is made, and a lease that ended without a word is counted up to 2: more is known of those that are tried alone only.
    /// </summary>
    public static LeasedRecipient Take(SqliteWrite db, long id, DateTimeOffset until)
    {
        using var take = db.Prepare(
            "UPDATE queue_rcpt SET lease = lease + 1 + lease % 2, due_at = ?, state = 0, attempts = attempts + 1, interrupted = CASE WHEN lease % 2 = 1 AND interrupted < 2 THEN interrupted + 1 ELSE interrupted END "
            + "WHERE id = ? RETURNING id, msg_id, rcpt, domain, orcpt, notify, attempts, lease, told, route, interrupted")
            .Bind(until.ToUnixTimeMilliseconds()).Bind(id);
        if (!take.Step())
            throw new InvalidOperationException("A row that was just seen is gone.");
        var recipient = new QueueRecipient(take.Text(2), take.Text(3), take.TextOrNull(4), take.TextOrNull(5)) { Route = take.TextOrNull(9) };
        return new LeasedRecipient(new RecipientId(take.Long(0)), new QueueId(take.Long(1)), recipient, take.Int(6) - 1, take.Long(7))
        {
            DelayTold = take.Int(8) != 0,
            Interruptions = take.Int(10),
        };
    }
}
