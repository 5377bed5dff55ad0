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

    /// <summary>Most sessions last for less: who comes meanwhile waits for the end of one of this node instead of being refused.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();

    /// <summary>Each is told when it is over.</summary>
    private readonly Dictionary<AccountId, TaskCompletionSource> held = [];

    /// <returns>Null when another session has it, and goes on having it.</returns>
    /// <exception cref="StoreUnavailableException">The store can't say.</exception>
    public async ValueTask<MaildropHold?> TryTakeAsync(AccountId account, CancellationToken ct)
    {
        if (!await TryEnterAsync(account, ct))
            return null;
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

    private async ValueTask<bool> TryEnterAsync(AccountId account, CancellationToken ct)
    {
        long begun = TimeProvider.System.GetTimestamp(); // People wait by it, whatever the node's clock says.
        while (Enter(account) is { } other)
        {
            var left = Patience - TimeProvider.System.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
                return false;
            await Task.WhenAny(other, Task.Delay(left, ct));
            ct.ThrowIfCancellationRequested();
        }

        return true;
    }

    /// <returns>Null: it is entered; else the end of the session that has it.</returns>
    private Task? Enter(AccountId account)
    {
        lock (gate)
        {
            if (held.TryGetValue(account, out var other))
                return other.Task;
            held.Add(account, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return null;
        }
    }

    private void Release(AccountId account)
    {
        TaskCompletionSource? ended;
        lock (gate)
            held.Remove(account, out ended);
        ended?.SetResult();
    }
}
