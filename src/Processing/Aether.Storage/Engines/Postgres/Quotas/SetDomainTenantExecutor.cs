using Aether.Storage.Accounts;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Postgres.Quotas;

/// <summary>Moves a domain from one tenant to another; what both share is summed up again.</summary>
internal sealed class SetDomainTenantExecutor : PostgresExecutor<SetDomainTenant, DirectoryResult>
{
    protected override void Add(PostgresBatch batch, SetDomainTenant op) => batch.Call("set_domain_tenant", 2).Add(op.Domain).Add(op.Tenant);

    protected override DirectoryResult Read(PostgresAnswer answer, SetDomainTenant op) => answer.Named<DirectoryResult>(0);
}
