using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Writes outcomes down if every lease still holds, with the messages that follow of them.</summary>
internal sealed class SettleRecipientsExecutor : SqliteExecutor<SettleRecipients, SettleResult>
{
    protected override SettleResult Execute(SqliteWrite db, SettleRecipients op)
    {
        int stale = op.Outcomes.Count(outcome => !Holds(db, outcome));
        if (stale > 0)
            return new SettleResult(0, stale);

        foreach (var followUp in op.FollowUps)
        {
            if (!AcceptanceRows.Store(db, followUp.Message, followUp.Plan, op.Now).IsStored)
                return new SettleResult(0, 0);
        }

        foreach (var outcome in op.Outcomes)
            Settle(db, outcome, op.Now);
        return new SettleResult(op.Outcomes.Count, 0);
    }

    private static bool Holds(SqliteWrite db, RecipientOutcome outcome)
    {
        using var find = db.Prepare("SELECT 1 FROM queue_rcpt WHERE id = ? AND lease = ?").Bind(outcome.Id.Value).Bind(outcome.Lease);
        return find.Step();
    }

    private static void Settle(SqliteWrite db, RecipientOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Retry is { } retry)
        {
            // The token moves on, so that an outcome that comes twice counts once.
            db.Prepare("UPDATE queue_rcpt SET due_at = ?, lease = lease + 1, interrupted = 0, last_reply = ?, told = max(told, ?) WHERE id = ?")
                .Bind(retry.ToUnixTimeMilliseconds()).Bind(outcome.Reply).Bind(outcome.TellsDelay ? 1 : 0).Bind(outcome.Id.Value).Run();
            return;
        }

        if (outcome.ForgetAt is { } until)
            DeadLetterRows.Bury(db, outcome, now, until);

        QueueId message;
        using (var delete = db.Prepare("DELETE FROM queue_rcpt WHERE id = ? RETURNING msg_id").Bind(outcome.Id.Value))
        {
            if (!delete.Step())
                return;
            message = new QueueId(delete.Long(0));
        }
        QueueRows.CountDown(db, message, 1, now);
    }
}
