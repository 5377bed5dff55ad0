using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>Deletes a tenant without domains, with its quota.</summary>
internal sealed class RemoveTenantExecutor : PostgresExecutor<RemoveTenant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, RemoveTenant op) => batch.Call("remove_tenant", 1).Add(op.Name);

    protected override DirectoryResult Read(PostgresAnswer answer, RemoveTenant op) => answer.Named<DirectoryResult>(0);
}
