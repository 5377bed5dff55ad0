using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Changes the flags of ranges of messages: one UPDATE a range, one row of the change log for all. What changes nothing writes nothing.</summary>
internal sealed class SetFlagsExecutor : SqliteExecutor<SetFlags, FlagResult>
{
    private const long Seen = (long)SystemFlags.Seen;

    protected override FlagResult Execute(SqliteWrite db, SetFlags op)
    {
        long mask = (long)op.Change.System | KeywordRows.MaskOf(db, op.Account, op.Change, out bool leftOut);
        var modified = FindModified(db, op);
        var found = new List<(Uid Uid, EmailId Email, long Old, long New)>();
        var (set, those) = Words(op.Change.Mode);
        string find = $"SELECT uid, email_id, flags, {set} FROM message WHERE {those} ORDER BY uid";
        string update = $"UPDATE message SET flags = {set}, modseq = ?7 WHERE {those}";
        var ranges = new List<(uint First, uint Last)>();
        foreach (var range in op.Uids.Ranges)
        {
            if (Find(Bind(db.Prepare(find), op, range, mask), found) > 0)
                ranges.Add(range);
        }
        if (found.Count == 0)
            return new FlagResult([], leftOut) { Modified = modified };

        var modSeq = db.NextModSeq(op.Account);
        foreach (var range in ranges)
            Bind(db.Prepare(update), op, range, mask).Bind(modSeq.Value).Run();
        var before = MessageRows.HighestModSeq(db, op.Account, op.Mailbox);
        db.Prepare("UPDATE mailbox SET highestmodseq = ?, unseen = unseen + ? WHERE account_id = ? AND id = ?")
            .Bind(modSeq.Value).Bind(found.Sum(static row => (row.Old & Seen) - (row.New & Seen))).Bind(op.Account.Value).Bind(op.Mailbox.Value).Run();
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Changed, found.Select(static row => (row.Uid, row.Email)).ToArray());
        return new FlagResult(found.ConvertAll(row => new FlagResult.Row(row.Uid, row.New, modSeq)), leftOut) { Modified = modified, Step = new ModSeqStep(before, modSeq) };
    }

    /// <summary>Reads what will change before it does: an UPDATE that returns its rows copies them twice.</summary>
    /// <returns>How many there are.</returns>
    private static int Find(SqliteStatement rows, List<(Uid, EmailId, long, long)> found)
    {
        using var find = rows;
        int before = found.Count;
        while (find.Step())
            found.Add((new Uid((uint)find.Long(0)), new EmailId(find.Long(1)), find.Long(2), find.Long(3)));
        return found.Count - before;
    }

    /// <summary>The new flags as an expression, and which rows of a range change as a condition.</summary>
    private static (string Set, string Those) Words(FlagChangeMode mode)
    {
        string set = mode switch
        {
            FlagChangeMode.Add => "(flags | ?1)",
            FlagChangeMode.Remove => "(flags & ~?1)",
            _ => "?1",
        };
        return (set, $"account_id = ?2 AND mailbox_id = ?3 AND uid BETWEEN ?4 AND ?5 AND modseq <= ?6 AND flags <> {set}");
    }

    private static SqliteStatement Bind(SqliteStatement statement, SetFlags op, (uint First, uint Last) range, long mask) => statement
        .Bind(mask).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(range.First).Bind(range.Last).Bind(op.UnchangedSince?.Value ?? long.MaxValue);

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
