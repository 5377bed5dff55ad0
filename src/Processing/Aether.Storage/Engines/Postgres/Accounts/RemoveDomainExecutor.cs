using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;

namespace Aether.Storage.Engines.Postgres.Accounts;

/// <summary>Deletes a domain row that nothing uses.</summary>
internal sealed class RemoveDomainExecutor : PostgresExecutor<RemoveDomain, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveDomain op) => batch.Call("remove_domain", 1).Add(op.Name);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveDomain op) => answer.Named<DirectoryResult>(0);
}
