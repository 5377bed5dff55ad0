namespace Aether.Storage.Committing;

/// <summary>Where every change of the store goes through, one implementation an engine.</summary>
internal interface ICommitter : IAsyncDisposable
{
    /// <summary>Raised after a commit that made recipients due, on a committing thread.</summary>
    event Action? QueueDue;

    /// <summary>Runs an operation; the task ends when it is durable and its news are published.</summary>
    /// <exception cref="StoreUnavailableException">Too much is waiting, the store can take nothing at the moment, or it is closing.</exception>
    Task<TResult> RunAsync<TResult>(Operation<TResult> operation, CancellationToken ct);

    /// <summary>
    /// As <see cref="RunAsync"/>, for a single thing that is done soon: an engine may do it in the caller's thread, where it costs no more than its sync. Many such calls
    /// at a time would each have a sync of their own.
    /// </summary>
    /// <exception cref="StoreUnavailableException">As there.</exception>
    Task<TResult> RunSoonAsync<TResult>(Operation<TResult> operation, CancellationToken ct) => RunAsync(operation, ct);
}
