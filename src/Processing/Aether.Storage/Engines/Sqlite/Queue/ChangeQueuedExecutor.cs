using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Queue;

namespace Aether.Storage.Engines.Sqlite.Queue;

/// <summary>Changes what an operator wants changed; what is under way goes on, and stays as changed if it comes back.</summary>
internal sealed class ChangeQueuedExecutor : SqliteExecutor<ChangeQueued, ChangeStep>
{
    private readonly record struct Row(long Id, long Message, bool IsHeld, bool IsLeased, long Due);

    protected override ChangeStep Execute(SqliteWrite db, ChangeQueued op)
    {
        var rows = Find(db, op);
        int changed = 0;
        bool due = false;
        foreach (var row in rows)
        {
            changed += Change(db, row, op, ref due) ? 1 : 0;
            if (op.Change.Priority is { } priority)
                db.Prepare("UPDATE queue_msg SET priority = ? WHERE id = ?").Bind((long)priority).Bind(row.Message).Run();
            if (op.Change.Expires is { } expires)
                db.Prepare("UPDATE queue_msg SET expires = ? WHERE id = ?").Bind(expires.ToUnixTimeMilliseconds()).Bind(row.Message).Run();
        }

        if (due)
            db.QueueBecameDue();
        return new ChangeStep(changed, rows.Count == op.Most ? rows[^1].Id : null);
    }

    private static List<Row> Find(SqliteWrite db, ChangeQueued op)
    {
        var which = op.Change.Which;
        var rows = new List<Row>();
        // The one message has an index, and few recipients: its rows are not looked for by id.
        string order = which.Message is null ? "q.id" : "+q.id";
        using var find = db.Prepare(
            $"SELECT q.id, q.msg_id, q.state, q.lease, q.due_at FROM queue_rcpt q JOIN queue_msg m ON m.id = q.msg_id WHERE {order} > ?{QueueFilterRows.OfMessage(which)}{QueueFilterRows.OfRecipient(which)} ORDER BY {order} LIMIT ?")
            .Bind(op.After).BindMessage(which).BindRecipient(which, op.Now).Bind(op.Most);
        while (find.Step())
            rows.Add(new Row(find.Long(0), find.Long(1), find.Int(2) == (int)RecipientState.Held, find.Long(3) % 2 == 1, find.Long(4)));
        return rows;
    }

    private static bool Change(SqliteWrite db, Row row, ChangeQueued op, ref bool due)
    {
        var change = op.Change;
        long now = op.Now.ToUnixTimeMilliseconds();
        bool held = change.State is { } state ? state is RecipientState.Held : row.IsHeld;
        bool hurried = !held && !row.IsLeased && ((change.IsDueNow && row.Due > now) || row.IsHeld || change.Route is not null);
        bool changed = held != row.IsHeld || hurried || change.Route is not null || change.Priority is not null || change.Expires is not null;
        if (!changed)
            return false;
        due |= hurried;
        db.Prepare("UPDATE queue_rcpt SET state = ?1, due_at = ?2, class = CASE WHEN ?3 IS NULL THEN class ELSE CAST(?3 AS INTEGER) END, route = CASE WHEN ?4 IS NULL THEN route WHEN ?4 = '' THEN NULL ELSE ?4 END WHERE id = ?5")
            .Bind((long)(held ? RecipientState.Held : RecipientState.Waiting)).Bind(hurried ? now : row.Due).Bind(change.Priority is { } priority ? $"{(int)priority}" : null)
            .Bind(change.Route).Bind(row.Id).Run();
        return true;
    }
}
