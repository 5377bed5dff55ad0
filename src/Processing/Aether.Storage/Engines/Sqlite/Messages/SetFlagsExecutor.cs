using System.Runtime.InteropServices;
using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Changes the flags of ranges of messages: one UPDATE a range, one row of the change log for all.</summary>
internal sealed class SetFlagsExecutor : SqliteExecutor<SetFlags, FlagResult>
{
    protected override FlagResult Execute(SqliteWrite db, SetFlags op)
    {
        long mask = (long)op.Change.System | KeywordRows.MaskOf(db, op.Account, op.Change, out bool leftOut);
        var modSeq = db.NextModSeq(op.Account);
        var changed = new List<FlagResult.Row>();
        var logged = new List<(Uid, EmailId)>();
        long unseen = 0;
        foreach (var range in op.Uids.Ranges)
        {
            long before = CountUnseen(db, op, range);
            Update(db, op, range, mask, modSeq, changed, logged);
            unseen += CountUnseen(db, op, range) - before;
        }
        if (changed.Count == 0)
            return new FlagResult([], leftOut);

        db.Prepare("UPDATE mailbox SET highestmodseq = ?, unseen = unseen + ? WHERE account_id = ? AND id = ?")
            .Bind(modSeq.Value).Bind(unseen).Bind(op.Account.Value).Bind(op.Mailbox.Value).Run();
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Changed, CollectionsMarshal.AsSpan(logged));
        return new FlagResult(changed, leftOut);
    }

    private static void Update(SqliteWrite db, SetFlags op, (uint First, uint Last) range, long mask, ModSeq modSeq, List<FlagResult.Row> changed, List<(Uid, EmailId)> logged)
    {
        string set = op.Change.Mode switch
        {
            FlagChangeMode.Add => "flags = flags | ?1, modseq = ?2 WHERE (flags | ?1) <> flags",
            FlagChangeMode.Remove => "flags = flags & ~?1, modseq = ?2 WHERE (flags & ?1) <> 0",
            _ => "flags = ?1, modseq = ?2 WHERE flags <> ?1",
        };
        int first = changed.Count;
        using (var update = db.Prepare($"UPDATE message SET {set} AND account_id = ?3 AND mailbox_id = ?4 AND uid BETWEEN ?5 AND ?6 RETURNING uid, flags, email_id")
            .Bind(mask).Bind(modSeq.Value).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(range.First).Bind(range.Last))
        {
            while (update.Step())
            {
                var uid = new Uid((uint)update.Long(0));
                changed.Add(new FlagResult.Row(uid, update.Long(1), modSeq));
                logged.Add((uid, new EmailId(update.Long(2))));
            }
        }
        // RETURNING promises no order.
        changed.Sort(first, changed.Count - first, ByUid);
        logged.Sort(first, logged.Count - first, ByLoggedUid);
    }

    private static readonly Comparer<FlagResult.Row> ByUid = Comparer<FlagResult.Row>.Create(static (a, b) => a.Uid.CompareTo(b.Uid));

    private static readonly Comparer<(Uid Uid, EmailId Email)> ByLoggedUid = Comparer<(Uid Uid, EmailId Email)>.Create(static (a, b) => a.Uid.CompareTo(b.Uid));

    private static long CountUnseen(SqliteWrite db, SetFlags op, (uint First, uint Last) range)
    {
        if (op.Change.Mode is not FlagChangeMode.Replace && !op.Change.System.HasFlag(SystemFlags.Seen))
            return 0;
        using var count = db.Prepare("SELECT count(*) FROM message WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ? AND (flags & 1) = 0")
            .Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(range.First).Bind(range.Last);
        return count.Step() ? count.Long(0) : 0;
    }
}
