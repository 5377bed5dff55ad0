namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What happens to annotations when messages come, go and are copied.</summary>
internal static class AnnotationRows
{
    /// <summary>A copy has the shared ones, and those of the account's owner, who copies. RFC 5257 §4.6.</summary>
    public static void Copy(SqliteWrite db, AccountId account, (MailboxId Mailbox, Uid Uid) source, (MailboxId Mailbox, Uid Uid) target, ModSeq modSeq) => db.Prepare("""
        INSERT INTO annotation (account_id, mailbox_id, uid, reader_id, name, value, modseq)
        SELECT account_id, ?4, ?5, reader_id, name, value, ?6 FROM annotation WHERE account_id = ?1 AND mailbox_id = ?2 AND uid = ?3 AND reader_id IN (0, ?1)
        """).Bind(account.Value).Bind(source.Mailbox.Value).Bind(source.Uid.Value).Bind(target.Mailbox.Value).Bind(target.Uid.Value).Bind(modSeq.Value).Run();

    /// <summary>The message is gone.</summary>
    public static void Drop(SqliteWrite db, AccountId account, MailboxId mailbox, Uid uid) =>
        db.Prepare("DELETE FROM annotation WHERE account_id = ? AND mailbox_id = ? AND uid = ?").Bind(account.Value).Bind(mailbox.Value).Bind(uid.Value).Run();
}
