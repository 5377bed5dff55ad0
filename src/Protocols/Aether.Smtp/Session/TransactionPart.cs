namespace Aether.Smtp.Session;

/// <summary>Something outside that takes part in a transaction and ends with it.</summary>
internal abstract class TransactionPart : IAsyncDisposable
{
    public abstract ValueTask DisposeAsync();
}
