namespace Aether.Pop3.Wire;

/// <summary>The client closed its side while it was sent something: nothing more can be said.</summary>
internal sealed class PeerGoneException() : IOException("The client is gone.");
