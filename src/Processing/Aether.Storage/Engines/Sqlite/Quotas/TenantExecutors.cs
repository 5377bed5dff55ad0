using Aether.Storage.Accounts;
using Aether.Storage.Quotas;

namespace Aether.Storage.Engines.Sqlite.Quotas;

/// <summary>Inserts a tenant.</summary>
internal sealed class AddTenantExecutor : SqliteExecutor<AddTenant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddTenant op)
    {
        db.Prepare("INSERT OR IGNORE INTO tenant (name, created) VALUES (?, ?)").Bind(op.Name).Bind(op.Now.ToUnixTimeSeconds()).Run();
        return db.Changes == 1 ? DirectoryResult.Done : DirectoryResult.AlreadyExists;
    }
}

/// <summary>Deletes a tenant without domains, with its quota.</summary>
internal sealed class RemoveTenantExecutor : SqliteExecutor<RemoveTenant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, RemoveTenant op)
    {
        using (var used = db.Prepare("SELECT 1 FROM domain WHERE tenant = ? LIMIT 1").Bind(op.Name))
        {
            if (used.Step())
                return DirectoryResult.NotEmpty;
        }
        db.Prepare("DELETE FROM tenant WHERE name = ?").Bind(op.Name).Run();
        if (db.Changes is 0)
            return DirectoryResult.NotFound;
        db.Prepare("DELETE FROM quota WHERE owner = 2 AND name = ?").Bind(op.Name).Run();
        db.Quotas.Forget();
        return DirectoryResult.Done;
    }
}

/// <summary>Moves a domain from one tenant to another; what both share is summed up again.</summary>
internal sealed class SetDomainTenantExecutor : SqliteExecutor<SetDomainTenant, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, SetDomainTenant op)
    {
        if (op.Tenant is not null && !Exists(db, op.Tenant))
            return DirectoryResult.NotFound;
        string? before;
        using (var find = db.Prepare("SELECT tenant FROM domain WHERE name = ?").Bind(op.Domain))
        {
            if (!find.Step())
                return DirectoryResult.NoSuchDomain;
            before = find.TextOrNull(0);
        }
        db.Prepare("UPDATE domain SET tenant = ? WHERE name = ?").Bind(op.Tenant).Bind(op.Domain).Run();
        db.Quotas.Forget();
        if (before is not null)
            QuotaRows.Sum(db, QuotaOwner.Tenant, before);
        if (op.Tenant is not null)
            QuotaRows.Sum(db, QuotaOwner.Tenant, op.Tenant);
        return DirectoryResult.Done;
    }

    private static bool Exists(SqliteWrite db, string tenant)
    {
        using var find = db.Prepare("SELECT 1 FROM tenant WHERE name = ?").Bind(tenant);
        return find.Step();
    }
}
