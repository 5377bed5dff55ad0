using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>Messages that came into another mailbox of their account: more rows, the same emails, with the flags they have.</summary>
/// <param name="rows">What was copied.</param>
/// <param name="first">The UID of the first copy; the others follow it.</param>
internal sealed class CopiedRows(RowBatch rows, Uid first)
{
    /// <summary>Neighbours among them.</summary>
    public IReadOnlyList<CopiedRun> Runs { get; } = CopiedRun.Of(rows.Ranges, first);

    /// <summary>The UID of the copy of a row.</summary>
    public Uid TargetOf(int row) => new(first.Value + (uint)row);

    /// <summary>The copies, for the change log.</summary>
    public (Uid Uid, EmailId Email)[] Added()
    {
        var added = rows.Ids();
        for (int i = 0; i < added.Length; i++)
            added[i].Uid = TargetOf(i);
        return added;
    }

    public CopyResult.Pair[] Pairs()
    {
        var pairs = new CopyResult.Pair[rows.Count];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = new CopyResult.Pair(rows[i].Uid, TargetOf(i));
        return pairs;
    }

    /// <summary>Inserts them with what is noted on them, and counts them in their mailbox.</summary>
    /// <param name="rows">At least one.</param>
    public static CopiedRows Insert(SqliteWrite db, MailboxId source, MessageTarget target, RowBatch rows, ModSeq modSeq, DateTimeOffset now)
    {
        var copies = new CopiedRows(rows, MessageRows.TakeUids(db, target, modSeq, rows.Count, rows.Unseen, rows.Bytes));
        foreach (var run in copies.Runs)
        {
            db.Prepare("""
                INSERT INTO message (account_id, mailbox_id, uid, email_id, thread_id, modseq, flags, internaldate, size, saved)
                SELECT account_id, ?5, uid + ?6, email_id, thread_id, ?7, flags, internaldate, size, ?8 FROM message WHERE account_id = ?1 AND mailbox_id = ?2 AND uid BETWEEN ?3 AND ?4
                """).Bind(target.Account.Value).Bind(source.Value).Bind(run.First).Bind(run.Last)
                .Bind(target.Mailbox.Value).Bind(run.Distance).Bind(modSeq.Value).Bind(now.ToUnixTimeSeconds()).Run();
        }
        AnnotationRows.Copy(db, target.Account, source, target.Mailbox, copies.Runs, modSeq);
        return copies;
    }
}
