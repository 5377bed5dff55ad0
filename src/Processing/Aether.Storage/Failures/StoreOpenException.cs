namespace Aether.Storage;

/// <summary>The store can't be opened; the message says why and what to do, in one line for the operator.</summary>
public sealed class StoreOpenException(StoreOpenFailure failure, string message, Exception? inner = null) : IOException(message, inner)
{
    public StoreOpenFailure Failure { get; } = failure;
}
