using Aether.Storage.Accounts;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Sqlite.Logins;

/// <summary>Replaces records by better ones of the same password.</summary>
internal sealed class UpgradeSecretExecutor : SqliteExecutor<UpgradeSecret, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, UpgradeSecret op)
    {
        db.Prepare("UPDATE account SET secret = ? WHERE id = ? AND secret = ? AND state <> 2").Bind(op.Secret).Bind(op.Account.Value).Bind(op.Former).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}

/// <summary>Changes whether an account may log in.</summary>
internal sealed class SetAccountStateExecutor : SqliteExecutor<SetAccountState, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetAccountState op)
    {
        db.Prepare("UPDATE account SET state = ?1, login_epoch = login_epoch + (?1 <> 0) WHERE name = ?2 AND state <> 2").Bind((int)op.State).Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}

/// <summary>Changes what the account's own password opens.</summary>
internal sealed class SetPasswordUseExecutor : SqliteExecutor<SetPasswordUse, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetPasswordUse op)
    {
        db.Prepare("UPDATE account SET password_use = ? WHERE name = ? AND state <> 2").Bind((int)op.Use).Bind(op.Address).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.NotFound;
    }
}
