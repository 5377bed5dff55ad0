using System.Security.Cryptography;
using Aether.Storage.Committing;

namespace Aether.Storage.Leases;

/// <summary>
/// Holds on things that one node of a cluster does at a time. A hold that is not prolonged ends by itself, so a dead node frees what it
/// had; one that was lost shows before anything is done on its strength. Clocks of nodes may differ by seconds, not by minutes.
/// </summary>
public sealed class LeaseStore
{
    private readonly ICommitter committer;
    private readonly TimeProvider clock;

    internal LeaseStore(ICommitter committer, bool isShared, TimeProvider clock)
    {
        this.committer = committer;
        this.clock = clock;
        IsShared = isShared;
    }

    /// <summary>There may be other nodes; where there are none, what is held in the process is enough.</summary>
    public bool IsShared { get; }

    /// <returns>Null when somebody holds it.</returns>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public async Task<Lease?> TryTakeAsync(string name, TimeSpan life, CancellationToken ct)
    {
        var lease = new Lease(name, RandomNumberGenerator.GetHexString(32, lowercase: true));
        var now = clock.GetUtcNow();
        return await committer.RunAsync(new TakeLease(lease, now, now + life), ct) ? lease : null;
    }

    /// <returns>False when it was lost.</returns>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task<bool> KeepAsync(Lease lease, TimeSpan life, CancellationToken ct) => committer.RunAsync(new KeepLease(lease, clock.GetUtcNow() + life), ct);

    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment; the hold ends by itself.</exception>
    public Task DropAsync(Lease lease, CancellationToken ct) => committer.RunAsync(new DropLease(lease), ct);
}
