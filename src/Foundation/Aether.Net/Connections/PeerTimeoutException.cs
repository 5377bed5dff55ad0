namespace Aether.Net.Connections;

/// <summary>The peer sent or took nothing for as long as the session was willing to wait.</summary>
public sealed class PeerTimeoutException() : IOException("The peer was silent for too long.");
