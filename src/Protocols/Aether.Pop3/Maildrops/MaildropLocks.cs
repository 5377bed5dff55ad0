using Aether.Storage;
using Aether.Storage.Leases;

namespace Aether.Pop3.Maildrops;

/// <summary>
/// Who has a maildrop open: one session at a time, on all nodes of a cluster. There the hold is a lease that is prolonged while the session
/// lives: a node that dies frees it within <see cref="Life"/>. RFC 1939 §4.
/// </summary>
/// <param name="leases">Null: there are no other nodes.</param>
internal sealed class MaildropLocks(LeaseStore? leases, TimeProvider clock)
{
    /// <summary>How long a hold lasts that nobody prolongs.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(24);

    private readonly Lock gate = new();
    private readonly HashSet<AccountId> held = [];

    /// <returns>Null when another session has it.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async ValueTask<MaildropHold?> TryTakeAsync(AccountId account, CancellationToken ct)
    {
        lock (gate)
        {
            if (!held.Add(account))
                return null;
        }

        Lease? lease = null;
        try
        {
            if (leases is not null)
                lease = await leases.TryTakeAsync($"maildrop/{account.Value}", Life, ct);
            return leases is null || lease is not null ? new MaildropHold(() => Release(account), leases, lease, clock) : null;
        }
        finally
        {
            if (leases is not null && lease is null)
                Release(account);
        }
    }

    private void Release(AccountId account)
    {
        lock (gate)
            held.Remove(account);
    }
}
