using Aether.Storage.Accounts;
using Aether.Storage.Committing;
using Aether.Storage.Limits;

namespace Aether.Storage.Quotas;

/// <summary>
/// What accounts, domains and tenants may store, and do. The limits hold inside the operations that store mail; what is
/// asked here is to answer early and to show. RFC 9208.
/// </summary>
public sealed class QuotaStore
{
    /// <summary>Accounts listed at a time.</summary>
    private const int Page = 500;

    private readonly ICommitter committer;
    private readonly IQuotaReads reads;
    private readonly IDirectoryReads directory;
    private readonly TimeProvider clock;

    /// <summary>Accounts with more than half of every quota free a moment ago.</summary>
    private readonly ShortMemory<AccountId, IReadOnlyList<QuotaUsage>> roomy;

    internal QuotaStore(ICommitter committer, IQuotaReads reads, IDirectoryReads directory, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.directory = directory;
        this.clock = clock;
        roomy = new ShortMemory<AccountId, IReadOnlyList<QuotaUsage>>(TimeSpan.FromSeconds(1), 100_000, clock);
    }

    /// <summary>The account's own usage first, then its domain's and its tenant's where those have a quota; empty when it is gone.</summary>
    public ValueTask<IReadOnlyList<QuotaUsage>> OfAccountAsync(AccountId account, CancellationToken ct) => reads.OfAccountAsync(account, ct);

    /// <summary>Whether one more message of this size would probably go in: asked for each recipient, before the operation that stores it decides.</summary>
    public async ValueTask<bool> HasRoomAsync(AccountId account, long bytes, CancellationToken ct)
    {
        if (roomy.Find(account) is { } lately && lately.All(usage => usage.Fits(bytes, 1)))
            return true;
        var usages = await reads.OfAccountAsync(account, ct);
        if (usages.Count > 0 && usages.All(static usage => usage.Fits(usage.UsedBytes, usage.UsedMessages)))
            roomy.Keep(account, usages);
        return usages.All(usage => usage.Fits(bytes, 1));
    }

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
    public async Task<DirectoryResult> SetAsync(QuotaOwner owner, string name, QuotaLimit limit, CancellationToken ct)
    {
        var result = await committer.RunAsync(new SetQuota(owner, name, limit), ct);
        roomy.Clear();
        return result;
    }

    /// <summary>Counts every account's messages again and sets right what is wrong.</summary>
    /// <returns>What was wrong.</returns>
    public async Task<IReadOnlyList<CounterRepair>> RecountAsync(CancellationToken ct)
    {
        var repairs = new List<CounterRepair>();
        var after = new AccountId(0);
        while (await directory.ListIdsAsync(after, Page, ct) is { Count: > 0 } some)
        {
            foreach (var account in some)
                repairs.AddRange(await RecountAsync(account, ct));
            after = some[^1];
        }
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
