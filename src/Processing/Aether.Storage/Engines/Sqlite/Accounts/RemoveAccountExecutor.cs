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
        using (var remove = db.Prepare("UPDATE account SET state = 2, secret = '', name = 'removed:' || id || ':' || name WHERE name = ? AND state <> 2 RETURNING domain, used_bytes, msgs").Bind(op.Address))
        {
            if (!remove.Step())
                return DirectoryResult.NotFound;
            domain = remove.Text(0);
            bytes = remove.Long(1);
            messages = remove.Long(2);
        }
        db.Quotas.Count(domain, -bytes, -messages);
        return DirectoryResult.Done;
    }
}
