namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What happens to rights and to what readers have seen when mailboxes and accounts come and go.</summary>
internal static class SharingRows
{
    /// <summary>A new mailbox has the rights of the one above it. RFC 4314 §3.1 leaves that to the server.</summary>
    public static void Inherit(SqliteWrite db, AccountId account, long parent, MailboxId mailbox) =>
        db.Prepare("INSERT INTO acl (account_id, mailbox_id, grantee_id, rights, denied) SELECT account_id, ?, grantee_id, rights, denied FROM acl WHERE account_id = ? AND mailbox_id = ?")
            .Bind(mailbox.Value).Bind(account.Value).Bind(parent).Run();

    /// <summary>The mailbox is deleted: one of the same name later is another.</summary>
    public static void Drop(SqliteWrite db, AccountId account, MailboxId mailbox)
    {
        db.Prepare("DELETE FROM acl WHERE account_id = ? AND mailbox_id = ?").Bind(account.Value).Bind(mailbox.Value).Run();
        db.Prepare("DELETE FROM metadata WHERE account_id = ? AND mailbox_id = ?").Bind(account.Value).Bind(mailbox.Value).Run();
        db.Prepare("DELETE FROM annotation WHERE account_id = ? AND mailbox_id = ?").Bind(account.Value).Bind(mailbox.Value).Run();
        db.Prepare("DELETE FROM seen WHERE account_id = ? AND mailbox_id = ?").Bind(account.Value).Bind(mailbox.Value).Run();
    }

    /// <summary>The account is gone: what it gave, what it was given, what it had seen.</summary>
    public static void Drop(SqliteWrite db, AccountId account)
    {
        db.Prepare("DELETE FROM acl WHERE account_id = ?1 OR grantee_id = ?1").Bind(account.Value).Run();
        db.Prepare("DELETE FROM metadata WHERE account_id = ?1 OR reader_id = ?1").Bind(account.Value).Run();
        db.Prepare("DELETE FROM annotation WHERE account_id = ?1 OR reader_id = ?1").Bind(account.Value).Run();
        db.Prepare("DELETE FROM seen WHERE account_id = ?1 OR reader_id = ?1").Bind(account.Value).Run();
    }
}
