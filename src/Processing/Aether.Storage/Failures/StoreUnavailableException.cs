namespace Aether.Storage;

/// <summary>The store takes nothing at the moment (full disk, too much waiting): a temporary failure for the peer, 452 or NO [INUSE].</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
