using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>
/// Deletes the oldest changes of one account, at most a piece of them in one operation, and raises the floor below which a
/// client has to look at everything. A mark of the mod-sequence each day says how old a change is. Accounts that have
/// nothing to forget are passed over in the same operation: most of many have not.
/// </summary>
internal sealed class PruneChangeLogExecutor : SqliteExecutor<PruneChangeLog, PrunedLogs>
{
    private const int Piece = 1000;
    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    protected override PrunedLogs Execute(SqliteWrite db, PruneChangeLog op)
    {
        long now = op.Now.ToUnixTimeMilliseconds();
        long after = op.After.Value;
        for (int done = 0; done < op.Most; done++)
        {
            long id, modSeq, floor;
            using (var find = db.Prepare("SELECT id, modseq, log_floor FROM account WHERE id > ? ORDER BY id LIMIT 1").Bind(after))
            {
                if (!find.Step())
                    return new PrunedLogs(null, done);
                (id, modSeq, floor) = (find.Long(0), find.Long(1), find.Long(2));
            }
            Mark(db, id, modSeq, now);
            long upTo = Math.Max(OldestKept(db, id, now - (long)op.Keep.TotalMilliseconds), BeyondRows(db, id, op.MostRows));
            if (upTo > floor)
            {
                int deleted = Delete(db, id, upTo, out long last);
                db.Prepare("UPDATE account SET log_floor = ? WHERE id = ?").Bind(deleted < Piece ? upTo : last).Bind(id).Run();
                return deleted < Piece ? new PrunedLogs(new AccountId(id), done + 1) : new PrunedLogs(new AccountId(after), done); // once more for the rest
            }
            after = id;
        }
        return new PrunedLogs(new AccountId(after), op.Most);
    }

    private static void Mark(SqliteWrite db, long account, long modSeq, long now)
    {
        using var last = db.Prepare("SELECT at, modseq FROM log_mark WHERE account_id = ? ORDER BY at DESC LIMIT 1").Bind(account);
        if (last.Step() && (last.Long(0) > now - Day || last.Long(1) == modSeq))
            return;
        db.Prepare("INSERT OR IGNORE INTO log_mark (account_id, at, modseq) VALUES (?, ?, ?)").Bind(account).Bind(now).Bind(modSeq).Run();
    }

    /// <summary>The mod-sequence that was reached before the time to keep; its marks are used up by that.</summary>
    private static long OldestKept(SqliteWrite db, long account, long before)
    {
        long reached;
        using (var find = db.Prepare("SELECT coalesce(max(modseq), 0) FROM log_mark WHERE account_id = ? AND at <= ?").Bind(account).Bind(before))
            reached = find.Step() ? find.Long(0) : 0;
        if (reached > 0)
            db.Prepare("DELETE FROM log_mark WHERE account_id = ? AND at <= ? AND modseq < ?").Bind(account).Bind(before).Bind(reached).Run();
        return reached;
    }

    /// <summary>The mod-sequence of the newest row that is one too many.</summary>
    private static long BeyondRows(SqliteWrite db, long account, int most)
    {
        using var find = db.Prepare("SELECT modseq FROM change_log WHERE account_id = ? ORDER BY modseq DESC LIMIT 1 OFFSET ?").Bind(account).Bind(most);
        return find.Step() ? find.Long(0) : 0;
    }

    private static int Delete(SqliteWrite db, long account, long upTo, out long last)
    {
        last = 0;
        using (var find = db.Prepare("SELECT modseq FROM change_log WHERE account_id = ? AND modseq <= ? ORDER BY modseq LIMIT 1 OFFSET ?").Bind(account).Bind(upTo).Bind(Piece - 1))
        {
            if (find.Step())
                last = find.Long(0);
        }
        db.Prepare("DELETE FROM change_log WHERE account_id = ? AND modseq <= ?").Bind(account).Bind(last > 0 ? last : upTo).Run();
        return last > 0 ? Piece : 0;
    }
}
