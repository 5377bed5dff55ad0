namespace Aether.Admin.Contracts;

/// <summary>Takes recipients off the queue.</summary>
/// <param name="Bounce">Their senders are told, and a dead letter is kept.</param>
public sealed record RemoveQueuedRequest(QueueFilterRequest Which, bool Bounce = false);
