using Aether.Storage.Committing;

namespace Aether.Storage.Suppressions;

/// <summary>Addresses that nothing is sent to for a while, as their servers said that they do not exist, or an operator did.</summary>
public sealed class SuppressionStore
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly ICommitter committer;
    private readonly ISuppressionReads reads;
    private readonly TimeProvider clock;
    private long looked;
    private volatile bool isKnownEmpty;

    internal SuppressionStore(ICommitter committer, ISuppressionReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    /// <summary>Those of the addresses that are suppressed. An empty list, which most have, is asked for once a second.</summary>
    public async ValueTask<IReadOnlyList<Suppression>> FindAsync(IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        if (isKnownEmpty && clock.GetElapsedTime(Interlocked.Read(ref looked)) < Freshness)
            return [];
        var now = clock.GetUtcNow();
        var found = await reads.FindAsync([.. addresses.Select(Normal)], now, ct);
        isKnownEmpty = found.Count == 0 && (await reads.ListAsync("", 1, now, ct)).Count == 0;
        Interlocked.Exchange(ref looked, clock.GetTimestamp());
        return found;
    }

    /// <summary>The list by address, behind <paramref name="after"/>.</summary>
    public ValueTask<IReadOnlyList<Suppression>> ListAsync(string after, int most, CancellationToken ct) => reads.ListAsync(Normal(after), most, clock.GetUtcNow(), ct);

    /// <returns>False: it was on the list, and stands there as said now.</returns>
    public async Task<bool> AddAsync(string address, string reason, TimeSpan lifetime, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        bool added = await committer.RunAsync(new AddSuppression(new Suppression(Normal(address), reason, now, now + lifetime)), ct);
        isKnownEmpty = false;
        return added;
    }

    /// <returns>False: it was not on the list.</returns>
    public Task<bool> RemoveAsync(string address, CancellationToken ct) => committer.RunAsync(new RemoveSuppression(Normal(address)), ct);

    private static string Normal(string address) => address.ToLowerInvariant();
}
