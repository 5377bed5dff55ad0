using Aether.Identity.Addresses;
using Aether.Storage.Accounts;
using Aether.Storage.Quotas;

namespace Aether.Identity.Directory;

/// <summary>Tenants and quotas for those who manage them: checks and normalises, then changes the store.</summary>
public sealed class QuotaService(QuotaStore store)
{
    private const int MaxTenantName = 64;

    public ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct) => store.ListTenantsAsync(ct);

    public async Task<DirectoryChange> AddTenantAsync(string name, CancellationToken ct) =>
        IsTenantName(name) ? Explain(await store.AddTenantAsync(name, ct), $"tenant {name}") : BadTenant(name);

    public async Task<DirectoryChange> RemoveTenantAsync(string name, CancellationToken ct) =>
        IsTenantName(name) ? Explain(await store.RemoveTenantAsync(name, ct), $"tenant {name}") : BadTenant(name);

    /// <summary>Gives a domain to a tenant, or with null to nobody.</summary>
    public async Task<DirectoryChange> SetDomainTenantAsync(string domain, string? tenant, CancellationToken ct)
    {
        if (!AddressForm.TryNormaliseDomain(domain, out string normal))
            return Invalid($"'{domain}' is not a domain name.");
        if (tenant is not null && !IsTenantName(tenant))
            return BadTenant(tenant);
        var result = await store.SetDomainTenantAsync(normal, tenant, ct);
        return result is DirectoryResult.NoSuchDomain ? Explain(DirectoryResult.NotFound, $"domain {normal}") : Explain(result, $"tenant {tenant}");
    }

    /// <summary>Sets a quota; zeros take it away.</summary>
    public async Task<DirectoryChange> SetQuotaAsync(QuotaOwner owner, string name, QuotaLimit limit, CancellationToken ct)
    {
        if (limit.Bytes < 0 || limit.Messages < 0 || limit.Mailboxes < 0)
            return Invalid("A quota is not negative.");
        if (limit.Mailboxes > 0 && owner is not QuotaOwner.Account)
            return Invalid("Mailboxes are limited for accounts only.");
        string normal = name;
        bool valid = owner switch
        {
            QuotaOwner.Account => AddressForm.TryNormalise(name, out normal),
            QuotaOwner.Domain => AddressForm.TryNormaliseDomain(name, out normal),
            _ => IsTenantName(name),
        };
        string what = owner.ToString().ToLowerInvariant();
        return valid ? Explain(await store.SetAsync(owner, normal, limit, ct), $"{what} {normal}") : Invalid($"'{name}' is not the name of {(owner is QuotaOwner.Account ? "an" : "a")} {what}.");
    }

    /// <summary>Letters, digits, dots, hyphens: it stands in paths and logs.</summary>
    private static bool IsTenantName(string name) =>
        name.Length is > 0 and <= MaxTenantName && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && char.IsAsciiLetterOrDigit(name[0]);

    private static DirectoryChange BadTenant(string name) => Invalid($"'{name}' is not a tenant's name: letters, digits, '.', '-' and '_', {MaxTenantName} at most.");

    private static DirectoryChange Invalid(string message) => new(DirectoryChangeStatus.Invalid, message);

    private static DirectoryChange Explain(DirectoryResult result, string what) => result switch
    {
        DirectoryResult.Done => new(DirectoryChangeStatus.Done, $"Done: {what}."),
        DirectoryResult.AlreadyExists => new(DirectoryChangeStatus.AlreadyExists, $"The {what} exists already."),
        DirectoryResult.NotEmpty => new(DirectoryChangeStatus.Conflict, $"The {what} still has domains: give them away first with 'aether domain set-tenant'."),
        _ => new(DirectoryChangeStatus.NotFound, $"There is no {what}."),
    };
}
