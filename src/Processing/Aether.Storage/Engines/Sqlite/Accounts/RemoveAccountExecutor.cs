using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Frees the address and the logins in one row; the sweeper takes the mail.</summary>
internal sealed class RemoveAccountExecutor : SqliteExecutor<RemoveAccount, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveAccount op)
    {
        string domain;
        long bytes;
        long messages;
        long account;
        using (var remove = db.Prepare("UPDATE account SET state = 2, secret = '', name = 'removed:' || id || ':' || name WHERE name = ? AND state <> 2 RETURNING domain, used_bytes, msgs, id").Bind(op.Address))
        {
            if (!remove.Step())
                return DirectoryResult.NotFound;
            domain = remove.Text(0);
            bytes = remove.Long(1);
            messages = remove.Long(2);
            account = remove.Long(3);
        }
        db.Prepare("DELETE FROM app_password WHERE account_id = ?").Bind(account).Run();
        db.Prepare("DELETE FROM role_grant WHERE account_id = ?").Bind(account).Run();
        db.Prepare("DELETE FROM second_factor WHERE account_id = ?").Bind(account).Run();
        db.Prepare("DELETE FROM oauth_grant WHERE account_id = ?").Bind(account).Run();
        db.Prepare("DELETE FROM login_history WHERE account_id = ?").Bind(account).Run();
        db.Prepare("DELETE FROM send_grant WHERE account = ?").Bind(op.Address).Run(); // not for who gets the address next
        FormerAddresses.Note(db, new FormerAddress(op.Address, op.Now));
        db.Quotas.Count(domain, -bytes, -messages);
        return DirectoryResult.Done;
    }
}
