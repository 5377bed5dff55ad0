using Aether.Storage;
using Aether.Storage.Leases;

namespace Aether.Pop3.Maildrops;

/// <summary>A maildrop held for one session, until it is disposed.</summary>
internal sealed class MaildropHold : IAsyncDisposable
{
    private readonly Action release;
    private readonly LeaseStore? leases;
    private readonly Lease? lease;
    private readonly ITimer? heart;
    private int released;

    public MaildropHold(Action release, LeaseStore? leases, Lease? lease, TimeProvider clock)
    {
        this.release = release;
        this.leases = leases;
        this.lease = lease;
        var pulse = MaildropLocks.Life / 3;
        heart = lease is null ? null : clock.CreateTimer(static hold => _ = ((MaildropHold)hold!).BeatAsync(), this, pulse, pulse);
    }

    /// <summary>Prolongs the hold before something is done on its strength; false when another session has it by now, or nobody can tell.</summary>
    public async ValueTask<bool> KeepAsync(CancellationToken ct)
    {
        if (lease is null)
            return true;
        try
        {
            return await leases!.KeepAsync(lease, MaildropLocks.Life, ct);
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref released, 1) is not 0)
            return;
        if (heart is not null)
            await heart.DisposeAsync();
        try
        {
            if (lease is not null)
                await leases!.DropAsync(lease, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself.
        }
        finally
        {
            release();
        }
    }

    /// <summary>Whether it was lost shows when it is needed.</summary>
    private async Task BeatAsync() => await KeepAsync(CancellationToken.None);
}
