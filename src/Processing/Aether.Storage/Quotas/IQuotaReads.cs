namespace Aether.Storage.Quotas;

/// <summary>The queries on quotas, one implementation an engine.</summary>
internal interface IQuotaReads
{
    /// <summary>The account's own usage first, then its domain's and its tenant's where those have a quota; empty when it is gone.</summary>
    ValueTask<IReadOnlyList<QuotaUsage>> OfAccountAsync(AccountId account, CancellationToken ct);

    /// <summary>The quota of a domain or a tenant, or null.</summary>
    ValueTask<QuotaUsage?> FindAsync(QuotaOwner owner, string name, CancellationToken ct);

    ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct);

    /// <summary>The tenant of a domain, or null.</summary>
    ValueTask<string?> TenantOfAsync(string domain, CancellationToken ct);

    /// <summary>Counts an account's messages on one snapshot; null when it is gone.</summary>
    ValueTask<AccountCount?> CountAsync(AccountId account, CancellationToken ct);
}
