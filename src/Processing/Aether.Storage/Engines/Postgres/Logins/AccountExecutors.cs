using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Logins;

namespace Aether.Storage.Engines.Postgres.Logins;

/// <summary>Replaces records by better ones of the same password.</summary>
internal sealed class UpgradeSecretExecutor : PostgresExecutor<UpgradeSecret, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, UpgradeSecret op) => batch.Call("upgrade_secret", 3).Add(op.Account.Value).Add(op.Former).Add(op.Secret);

    protected override DirectoryResult Read(PostgresAnswer answer, UpgradeSecret op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Changes whether an account may log in.</summary>
internal sealed class SetAccountStateExecutor : PostgresExecutor<SetAccountState, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetAccountState op) => batch.Call("set_account_state", 2).Add(op.Address).Add((int)op.State);

    protected override DirectoryResult Read(PostgresAnswer answer, SetAccountState op) => answer.Named<DirectoryResult>(0);
}

/// <summary>Changes what the account's own password opens.</summary>
internal sealed class SetPasswordUseExecutor : PostgresExecutor<SetPasswordUse, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetPasswordUse op) => batch.Call("set_password_use", 2).Add(op.Address).Add((int)op.Use);

    protected override DirectoryResult Read(PostgresAnswer answer, SetPasswordUse op) => answer.Named<DirectoryResult>(0);
}
