using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Inserts one target of an alias.</summary>
internal sealed class AddAliasExecutor : PostgresExecutor<AddAlias, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddAlias op) => batch.Call("add_alias", 3).Add(op.Name).Add(op.Target).Add(op.Domain);

    protected override DirectoryResult Read(PostgresAnswer answer, AddAlias op) => answer.Named<DirectoryResult>(0);
}
