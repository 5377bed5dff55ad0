using Aether.Storage;
using Aether.Storage.Leases;

namespace Aether.Tls.Acme;

/// <summary>The turn of this node: of all nodes one orders at a time. It is prolonged while it lasts; when it is lost all the same, what hangs on it is cancelled.</summary>
internal sealed class AcmeTurn : IAsyncDisposable
{
    private const string Name = "acme";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    private readonly LeaseStore leases;
    private readonly Lease lease;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource lost;
    private readonly Task prolonging;

    private AcmeTurn(LeaseStore leases, Lease lease, TimeProvider clock, CancellationToken ct)
    {
        (this.leases, this.lease, this.clock) = (leases, lease, clock);
        lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        prolonging = ProlongAsync();
    }

    /// <summary>Ends when the turn is lost, or the caller gives up.</summary>
    public CancellationToken Lost => lost.Token;

    /// <returns>Null: another node has it.</returns>
    public static async Task<AcmeTurn?> TryTakeAsync(LeaseStore leases, TimeProvider clock, CancellationToken ct) =>
        await leases.TryTakeAsync(Name, Life, ct) is { } lease ? new AcmeTurn(leases, lease, clock, ct) : null;

    /// <summary>Asked before anything is kept on its strength.</summary>
    public Task<bool> IsOursAsync(CancellationToken ct) => leases.KeepAsync(lease, Life, ct);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await prolonging;
        try
        {
            await leases.DropAsync(lease, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It ends by itself.
        }

        ended.Dispose();
        lost.Dispose();
    }

    private async Task ProlongAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Life / 3, clock, ended.Token);
                if (!await leases.KeepAsync(lease, Life, ended.Token))
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            // Whoever can't ask has to take it for lost.
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }

        await lost.CancelAsync();
    }
}
