namespace Aether.Storage.Backup;

/// <summary>How an engine stands still for a backup while it goes on working.</summary>
internal interface IStoreSnapshots
{
    ValueTask<StoreView> TakeAsync(CancellationToken ct);
}
