using System.Runtime.InteropServices;
using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Changes the flags of ranges of messages: one UPDATE a range, one row of the change log for all.</summary>
internal sealed class SetFlagsExecutor : SqliteExecutor<SetFlags, FlagResult>
{
    private const long Seen = (long)SystemFlags.Seen;

    protected override FlagResult Execute(SqliteWrite db, SetFlags op)
    {
        long mask = (long)op.Change.System | KeywordRows.MaskOf(db, op.Account, op.Change, out bool leftOut);
        var modified = FindModified(db, op);
        var modSeq = db.NextModSeq(op.Account);
        var changed = new List<FlagResult.Row>();
        var logged = new List<(Uid, EmailId)>();
        long unseen = 0;
        foreach (var range in op.Uids.Ranges)
            unseen += Update(db, op, range, mask, modSeq, changed, logged);
        if (changed.Count == 0)
            return new FlagResult([], leftOut) { Modified = modified };

        db.Prepare("UPDATE mailbox SET highestmodseq = ?, unseen = unseen + ? WHERE account_id = ? AND id = ?")
            .Bind(modSeq.Value).Bind(unseen).Bind(op.Account.Value).Bind(op.Mailbox.Value).Run();
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Changed, CollectionsMarshal.AsSpan(logged));
        return new FlagResult(changed, leftOut) { Modified = modified };
    }

    /// <summary>Reads what will change before it does: an UPDATE that returns its rows copies them twice.</summary>
    /// <returns>How many more are unseen.</returns>
    private static long Update(SqliteWrite db, SetFlags op, (uint First, uint Last) range, long mask, ModSeq modSeq, List<FlagResult.Row> changed, List<(Uid, EmailId)> logged)
    {
        const string those = "account_id = ?2 AND mailbox_id = ?3 AND uid BETWEEN ?4 AND ?5 AND modseq <= ?6";
        var (set, where) = op.Change.Mode switch
        {
            FlagChangeMode.Add => ("flags | ?1", "(flags | ?1) <> flags"),
            FlagChangeMode.Remove => ("flags & ~?1", "(flags & ?1) <> 0"),
            _ => ("?1", "flags <> ?1"),
        };
        long unseen = 0;
        int before = changed.Count;
        using (var find = Bind($"SELECT uid, email_id, flags, {set} FROM message WHERE {those} AND {where} ORDER BY uid"))
        {
            while (find.Step())
            {
                var uid = new Uid((uint)find.Long(0));
                unseen += (find.Long(2) & Seen) - (find.Long(3) & Seen);
                changed.Add(new FlagResult.Row(uid, find.Long(3), modSeq));
                logged.Add((uid, new EmailId(find.Long(1))));
            }
        }
        if (changed.Count > before)
            Bind($"UPDATE message SET flags = {set}, modseq = ?7 WHERE {those} AND {where}").Bind(modSeq.Value).Run();
        return unseen;

        SqliteStatement Bind(string sql) => db.Prepare(sql)
            .Bind(mask).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(range.First).Bind(range.Last).Bind(op.UnchangedSince?.Value ?? long.MaxValue);
    }

    /// <summary>Those that somebody changed since the caller looked.</summary>
    private static List<Uid> FindModified(SqliteWrite db, SetFlags op)
    {
        var modified = new List<Uid>();
        if (op.UnchangedSince is not { } since)
            return modified;
        foreach (var range in op.Uids.Ranges)
        {
            using var find = db.Prepare("SELECT uid FROM message WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ? AND modseq > ? ORDER BY uid")
                .Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(range.First).Bind(range.Last).Bind(since.Value);
            while (find.Step())
                modified.Add(new Uid((uint)find.Long(0)));
        }
        return modified;
    }
}
