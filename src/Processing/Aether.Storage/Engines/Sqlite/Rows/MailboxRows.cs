using Aether.Storage.Changes;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors ask of, and do to, the mailbox table.</summary>
internal static class MailboxRows
{
    /// <summary>Inserts a mailbox with the account's next UIDVALIDITY. RFC 9051 §2.3.1.1.</summary>
    public static MailboxId Insert(SqliteWrite db, AccountId account, long parent, string name, SpecialUse use, ModSeq modSeq)
    {
        db.Prepare("INSERT INTO mailbox (account_id, parent_id, name, role, uidvalidity, highestmodseq) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(account.Value).Bind(parent).Bind(name).Bind((long)use).Bind(NextUidValidity(db, account)).Bind(modSeq.Value).Run();
        var mailbox = new MailboxId(db.LastRowId);
        SharingRows.Inherit(db, account, parent, mailbox);
        db.MailboxChanged(account, mailbox, modSeq, ChangeKind.Added);
        return mailbox;
    }

    public static long NextUidValidity(SqliteWrite db, AccountId account)
    {
        using var next = db.Prepare("UPDATE account SET next_uidvalidity = next_uidvalidity + 1 WHERE id = ? RETURNING next_uidvalidity - 1").Bind(account.Value);
        return next.Step() ? next.Long(0) : throw new InvalidOperationException($"Account {account} is gone.");
    }

    /// <summary>The child of a mailbox (0: of the root) by its name; null when there is none.</summary>
    public static (long Id, bool Selectable)? FindChild(SqliteWrite db, AccountId account, long parent, string name)
    {
        using var find = db.Prepare("SELECT id, selectable FROM mailbox WHERE account_id = ? AND parent_id = ? AND name = ?").Bind(account.Value).Bind(parent).Bind(name);
        return find.Step() ? (find.Long(0), find.Int(1) == 1) : null;
    }

    public static bool HasChildren(SqliteWrite db, AccountId account, MailboxId mailbox)
    {
        using var find = db.Prepare("SELECT 1 FROM mailbox WHERE account_id = ? AND parent_id = ? LIMIT 1").Bind(account.Value).Bind(mailbox.Value);
        return find.Step();
    }

    /// <summary>The child of a mailbox, created when it is missing. RFC 9051 §6.3.4.</summary>
    public static long Ensure(SqliteWrite db, AccountId account, long parent, string name, ModSeq modSeq) =>
        FindChild(db, account, parent, name)?.Id ?? Insert(db, account, parent, name, SpecialUse.None, modSeq).Value;

    /// <summary>How many mailboxes an account may have: what its own row says, else what the configuration does.</summary>
    public static long Most(SqliteWrite db, AccountId account, int configured)
    {
        using var find = db.Prepare("SELECT quota_mailboxes FROM account WHERE id = ?").Bind(account.Value);
        return find.Step() && find.Long(0) > 0 ? find.Long(0) : configured;
    }

    public static int Count(SqliteWrite db, AccountId account)
    {
        using var count = db.Prepare("SELECT count(*) FROM mailbox WHERE account_id = ?").Bind(account.Value);
        return count.Step() ? count.Int(0) : 0;
    }
}
