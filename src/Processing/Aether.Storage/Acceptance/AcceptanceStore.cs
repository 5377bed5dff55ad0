using Aether.Storage.Accounts;
using Aether.Storage.Bodies;
using Aether.Storage.Committing;

namespace Aether.Storage.Acceptance;

/// <summary>Where a message becomes ours: local mailboxes and queue in one operation.</summary>
public sealed class AcceptanceStore
{
    private readonly ICommitter committer;
    private readonly TimeProvider clock;

    internal AcceptanceStore(ICommitter committer, TimeProvider clock)
    {
        this.committer = committer;
        this.clock = clock;
    }

    /// <summary>Delivers to local mailboxes and queues the rest in one operation; durable when it returns, so 250 may follow.</summary>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task<AcceptResult> AcceptAsync(StoredMessage message, AcceptPlan plan, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.Local.Count, AcceptPlan.MaxLocal);
        return committer.RunSoonAsync(new AcceptMessage(message, plan, clock.GetUtcNow()), ct);
    }

    /// <summary>The same, and a setting of a domain is written in that operation: a crash leaves both or neither.</summary>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task<AcceptResult> AcceptAsync(StoredMessage message, AcceptPlan plan, DomainSetting setting, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.Local.Count, AcceptPlan.MaxLocal);
        return committer.RunAsync(new AcceptAndSet(new AcceptMessage(message, plan, clock.GetUtcNow()), setting), ct);
    }
}
