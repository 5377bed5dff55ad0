using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>Messages that came into another mailbox of their account: more rows, the same emails, with the flags they have.</summary>
/// <param name="rows">What was copied, by UID.</param>
/// <param name="first">The UID of the first copy; the others follow it.</param>
internal sealed class CopiedRows(IReadOnlyList<MessageRow> rows, Uid first)
{
    /// <summary>The copies, for the change log.</summary>
    public (Uid Uid, EmailId Email)[] Added => [.. rows.Select((row, i) => (TargetOf(i), row.Email))];

    public CopyResult.Pair[] Pairs => [.. rows.Select((row, i) => new CopyResult.Pair(row.Uid, TargetOf(i)))];

    /// <summary>The UID of the copy of a row.</summary>
    public Uid TargetOf(int row) => new(first.Value + (uint)row);

    /// <summary>Neighbours among them.</summary>
    public IReadOnlyList<CopiedRun> ToRuns() => CopiedRun.Of(UidRanges.Of(rows.Select(static row => row.Uid)), first);

    /// <summary>Inserts them with what is noted on them, and counts them in their mailbox.</summary>
    /// <param name="rows">At least one, by UID.</param>
    public static CopiedRows Insert(SqliteWrite db, MailboxId source, MessageTarget target, IReadOnlyList<MessageRow> rows, ModSeq modSeq, DateTimeOffset now)
    {
        int unseen = rows.Count(static row => !row.System.HasFlag(SystemFlags.Seen));
        var copies = new CopiedRows(rows, MessageRows.TakeUids(db, target, modSeq, rows.Count, unseen, rows.Sum(static row => row.Size)));
        var runs = copies.ToRuns();
        foreach (var run in runs)
        {
            db.Prepare("""
                INSERT INTO message (account_id, mailbox_id, uid, email_id, thread_id, modseq, flags, internaldate, size, saved)
                SELECT account_id, ?5, uid + ?6, email_id, thread_id, ?7, flags, internaldate, size, ?8 FROM message WHERE account_id = ?1 AND mailbox_id = ?2 AND uid BETWEEN ?3 AND ?4
                """).Bind(target.Account.Value).Bind(source.Value).Bind(run.First).Bind(run.Last)
                .Bind(target.Mailbox.Value).Bind(run.Distance).Bind(modSeq.Value).Bind(now.ToUnixTimeSeconds()).Run();
        }
        AnnotationRows.Copy(db, target.Account, source, target.Mailbox, runs, modSeq);
        return copies;
    }
}
