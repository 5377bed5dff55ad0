using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Deletes one target of an alias, or all.</summary>
internal sealed class RemoveAliasExecutor : PostgresExecutor<RemoveAlias, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveAlias op) => batch.Call("remove_alias", 3).Add(op.Name).Add(op.Target).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveAlias op) => answer.Named<DirectoryResult>(0);
}
