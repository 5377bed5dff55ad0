using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Changes the flags of ranges of messages: one UPDATE a range, one row of the change log for all. What changes nothing writes nothing.</summary>
/// <remarks>Arrays hold what it finds: code of the framework that is made for types of ours is compiled at run time, and slow until it was used often (docs/decisions/0027).</remarks>
internal sealed class SetFlagsExecutor : SqliteExecutor<SetFlags, FlagResult>
{
    private const long Seen = (long)SystemFlags.Seen;

    protected override FlagResult Execute(SqliteWrite db, SetFlags op)
    {
        long mask = (long)op.Change.System | KeywordRows.MaskOf(db, op.Account, op.Change, out bool leftOut);
        var modified = FindModified(db, op);
        var found = new Found[op.Uids.Count];
        int count = 0;
        var (set, those) = Words(op.Change.Mode);
        string find = $"SELECT uid, email_id, flags FROM message WHERE {those} ORDER BY uid";
        string update = $"UPDATE message SET flags = {set}, modseq = ?7 WHERE {those}";
        var ranges = new List<(uint First, uint Last)>();
        foreach (var range in op.Uids.Ranges)
        {
            int added = Find(Bind(db.Prepare(find), op, range, mask), found.AsSpan(count));
            if (added > 0)
                ranges.Add(range);
            count += added;
        }
        if (count == 0)
            return new FlagResult([], leftOut) { Modified = modified };

        var modSeq = db.NextModSeq(op.Account);
        foreach (var range in ranges)
            Bind(db.Prepare(update), op, range, mask).Bind(modSeq.Value).Run();
        var before = MessageRows.HighestModSeq(db, op.Account, op.Mailbox);
        var rows = new FlagResult.Row[count];
        var changed = new (Uid Uid, EmailId Email)[count];
        long unseen = 0;
        for (int i = 0; i < count; i++)
        {
            var row = found[i];
            rows[i] = new FlagResult.Row(row.Uid, Changed(row.Old, op.Change.Mode, mask), modSeq);
            (changed[i].Uid, changed[i].Email) = (row.Uid, row.Email);
            unseen += (row.Old & Seen) - (rows[i].Flags & Seen);
        }

        db.Prepare("UPDATE mailbox SET highestmodseq = ?, unseen = unseen + ? WHERE account_id = ? AND id = ?")
            .Bind(modSeq.Value).Bind(unseen).Bind(op.Account.Value).Bind(op.Mailbox.Value).Run();
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Changed, changed);
        return new FlagResult(rows, leftOut) { Modified = modified, Step = new ModSeqStep(before, modSeq) };
    }

    /// <summary>Reads what will change before it does: an UPDATE that returns its rows copies them twice.</summary>
    /// <returns>How many there are.</returns>
    private static int Find(SqliteStatement rows, Span<Found> found)
    {
        using var find = rows;
        int count = 0;
        while (find.Step())
            found[count++] = new Found(new Uid((uint)find.Long(0)), new EmailId(find.Long(1)), find.Long(2));
        return count;
    }

    private static long Changed(long flags, FlagChangeMode mode, long mask) => mode switch
    {
        FlagChangeMode.Add => flags | mask,
        FlagChangeMode.Remove => flags & ~mask,
        _ => mask,
    };

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

    private readonly record struct Found(Uid Uid, EmailId Email, long Old);
}
