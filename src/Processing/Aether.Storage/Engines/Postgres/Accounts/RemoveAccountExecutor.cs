using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Frees the address and the logins in one row; the sweeper takes the mail.</summary>
internal sealed class RemoveAccountExecutor : PostgresExecutor<RemoveAccount, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveAccount op) => batch.Call("remove_account", 2).Add(op.Address).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveAccount op) => answer.Named<DirectoryResult>(0);
}
