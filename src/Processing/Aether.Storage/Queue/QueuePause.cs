namespace Aether.Storage.Queue;

/// <summary>A part of the queue that stands still until an operator lets it go on.</summary>
/// <param name="Name">Domain, host or node, lower case; empty for all.</param>
/// <param name="Reason">What the operator wrote; may be empty.</param>
public sealed record QueuePause(PauseKind Kind, string Name, DateTimeOffset Since, string Reason);
