using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Frees the address and the logins in one row; the sweeper takes the mail.</summary>
internal sealed class RemoveAccountExecutor : SqliteExecutor<RemoveAccount, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveAccount op)
    {
        db.Prepare("UPDATE account SET state = 2, secret = '', name = 'removed:' || id || ':' || name WHERE name = ? AND state <> 2").Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
