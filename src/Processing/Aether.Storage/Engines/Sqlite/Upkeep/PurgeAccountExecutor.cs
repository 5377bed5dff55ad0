using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Upkeep;

namespace Aether.Storage.Engines.Sqlite.Upkeep;

/// <summary>Empties a removed account piece by piece; the last piece takes its rows.</summary>
internal sealed class PurgeAccountExecutor : SqliteExecutor<PurgeAccount, int>
{
    private static readonly string[] LastTables = ["mailbox", "subscription", "keyword", "change_log", "log_mark"];

    protected override int Execute(SqliteWrite db, PurgeAccount op)
    {
        AccountId account;
        using (var find = db.Prepare("SELECT id FROM account WHERE state = 2 LIMIT 1"))
        {
            if (!find.Step())
                return 0;
            account = new AccountId(find.Long(0));
        }
        return PurgeEmails(db, account, op) is > 0 and var purged ? purged : PurgeRest(db, account);
    }

    private static int PurgeEmails(SqliteWrite db, AccountId account, PurgeAccount op)
    {
        var rows = new List<(long Mailbox, long Uid, EmailId Email)>();
        using (var list = db.Prepare("SELECT m.mailbox_id, m.uid, m.email_id FROM message m JOIN mailbox b ON b.id = m.mailbox_id WHERE b.account_id = ?1 AND m.account_id = ?1 LIMIT ?2").Bind(account.Value).Bind(op.Most))
        {
            while (list.Step())
                rows.Add((list.Long(0), list.Long(1), new EmailId(list.Long(2))));
        }
        foreach (var (mailbox, uid, email) in rows)
        {
            db.Prepare("DELETE FROM message WHERE account_id = ? AND mailbox_id = ? AND uid = ?").Bind(account.Value).Bind(mailbox).Bind(uid).Run();
            PlaceRows.Clear(db, account, email);
            EmailRows.DeleteIfNowhere(db, account, email, op.Now);
        }
        return rows.Count;
    }

    private static int PurgeRest(SqliteWrite db, AccountId account)
    {
        foreach (string table in LastTables)
            db.Prepare($"DELETE FROM {table} WHERE account_id = ?").Bind(account.Value).Run();
        SharingRows.Drop(db, account);
        db.Threads.Drop(account);
        db.Prepare("DELETE FROM account WHERE id = ?").Bind(account.Value).Run();
        return 1;
    }
}
