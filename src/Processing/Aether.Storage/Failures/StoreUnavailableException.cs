namespace Aether.Storage;

/// <summary>The store takes nothing at the moment (full disk, too much waiting, a database that is away): a temporary failure for the peer, 451, 452 or NO [UNAVAILABLE].</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>It is not full, it can't be reached.</summary>
    public bool IsAway { get; init; }
}
