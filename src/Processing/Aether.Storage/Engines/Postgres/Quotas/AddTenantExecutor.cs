using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>Inserts a tenant.</summary>
internal sealed class AddTenantExecutor : PostgresExecutor<AddTenant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, AddTenant op) => batch.Call("add_tenant", 2).Add(op.Name).Add(op.Now.ToUnixTimeSeconds());

    protected override DirectoryResult Read(PostgresAnswer answer, AddTenant op) => answer.Named<DirectoryResult>(0);
}
