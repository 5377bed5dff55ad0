using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Replaces the password records.</summary>
internal sealed class SetSecretExecutor : SqliteExecutor<SetSecret, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetSecret op)
    {
        db.Prepare("UPDATE account SET secret = ?, login_epoch = login_epoch + 1 WHERE name = ? AND state <> 2").Bind(op.Secret).Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
