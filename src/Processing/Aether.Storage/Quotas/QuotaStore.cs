using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Quotas;

/// <summary>
/// What accounts, domains and tenants may store, and do. The limits hold inside the operations that store mail; what is
/// asked here is to answer early and to show. RFC 9208.
/// </summary>
public sealed class QuotaStore
{
    private readonly Committer committer;
    private readonly IQuotaReads reads;
    private readonly IDirectoryReads directory;
    private readonly TimeProvider clock;

    internal QuotaStore(Committer committer, IQuotaReads reads, IDirectoryReads directory, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.directory = directory;
        this.clock = clock;
    }

    /// <summary>The account's own usage first, then its domain's and its tenant's where those have a quota; empty when it is gone.</summary>
    public ValueTask<IReadOnlyList<QuotaUsage>> OfAccountAsync(AccountId account, CancellationToken ct) => reads.OfAccountAsync(account, ct);

    /// <summary>The quota of a domain or a tenant, or null.</summary>
    public ValueTask<QuotaUsage?> FindAsync(QuotaOwner owner, string name, CancellationToken ct) => reads.FindAsync(owner, name, ct);

    public ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken ct) => reads.ListTenantsAsync(ct);

    /// <summary>The tenant of a domain, or null.</summary>
    public ValueTask<string?> TenantOfAsync(string domain, CancellationToken ct) => reads.TenantOfAsync(domain, ct);

    public Task<DirectoryResult> AddTenantAsync(string name, CancellationToken ct) => committer.RunAsync(new AddTenant(name, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> RemoveTenantAsync(string name, CancellationToken ct) => committer.RunAsync(new RemoveTenant(name), ct);

    /// <summary>Gives a domain to a tenant, or with null to nobody.</summary>
    public Task<DirectoryResult> SetDomainTenantAsync(string domain, string? tenant, CancellationToken ct) => committer.RunAsync(new SetDomainTenant(domain, tenant), ct);

    /// <summary>Sets a quota, or takes it away with a limit of none. One that is below what is used only keeps more from coming in.</summary>
    public Task<DirectoryResult> SetAsync(QuotaOwner owner, string name, QuotaLimit limit, CancellationToken ct) => committer.RunAsync(new SetQuota(owner, name, limit), ct);

    /// <summary>Counts every account's messages again and sets right what is wrong.</summary>
    /// <returns>What was wrong.</returns>
    public async Task<IReadOnlyList<CounterRepair>> RecountAsync(CancellationToken ct)
    {
        var repairs = new List<CounterRepair>();
        foreach (var account in await directory.ListAccountsAsync(null, ct))
            repairs.AddRange(await RecountAsync(account.Id, ct));
        repairs.AddRange(await committer.RunAsync(new RepairShared(), ct));
        return repairs;
    }

    /// <summary>Counts on a snapshot, so that the writer waits for no scan; when the account changed meanwhile, once more.</summary>
    private async Task<IReadOnlyList<CounterRepair>> RecountAsync(AccountId account, CancellationToken ct)
    {
        const int Attempts = 3; // A busy account has its turn next night.
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (await reads.CountAsync(account, ct) is not { Wrong.Count: > 0 } counted)
                return [];
            if (await committer.RunAsync(new RepairCounters(counted), ct))
                return counted.Wrong;
        }
        return [];
    }
}
