using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What happens to annotations when messages come, go and are copied.</summary>
internal static class AnnotationRows
{
    /// <summary>Copies have the shared ones, and those of the account's owner, who copies. RFC 5257 §4.6.</summary>
    public static void Copy(SqliteWrite db, AccountId account, MailboxId source, MailboxId target, IReadOnlyList<CopiedRun> runs, ModSeq modSeq)
    {
        if (!Any(db, account, source))
            return;
        foreach (var run in runs)
        {
            db.Prepare("""
                INSERT INTO annotation (account_id, mailbox_id, uid, reader_id, name, value, modseq)
                SELECT account_id, ?5, uid + ?6, reader_id, name, value, ?7 FROM annotation
                WHERE account_id = ?1 AND mailbox_id = ?2 AND uid BETWEEN ?3 AND ?4 AND reader_id IN (0, ?1)
                """).Bind(account.Value).Bind(source.Value).Bind(run.First).Bind(run.Last).Bind(target.Value).Bind(run.Distance).Bind(modSeq.Value).Run();
        }
    }

    /// <summary>The messages are gone.</summary>
    public static void Drop(SqliteWrite db, AccountId account, MailboxId mailbox, UidRanges uids)
    {
        if (!Any(db, account, mailbox))
            return;
        foreach (var (first, last) in uids.Ranges)
        {
            db.Prepare("DELETE FROM annotation WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ?")
                .Bind(account.Value).Bind(mailbox.Value).Bind(first).Bind(last).Run();
        }
    }

    /// <summary>Most mailboxes have none, and one look tells.</summary>
    private static bool Any(SqliteWrite db, AccountId account, MailboxId mailbox)
    {
        using var find = db.Prepare("SELECT 1 FROM annotation WHERE account_id = ? AND mailbox_id = ? LIMIT 1").Bind(account.Value).Bind(mailbox.Value);
        return find.Step();
    }
}
