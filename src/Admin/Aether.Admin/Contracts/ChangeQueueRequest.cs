namespace Aether.Admin.Contracts;

/// <summary>What to change of queued mail; what is null stays.</summary>
/// <param name="Which">The recipients it concerns.</param>
/// <param name="State"><c>held</c> or <c>waiting</c>.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="Expires">When it is given up.</param>
/// <param name="Route">Where it goes instead: <c>smtp://HOST:PORT?tls=required</c>, <c>lmtp://HOST:PORT</c>, <c>lmtp:unix:PATH</c>; empty: its usual way again.</param>
/// <param name="Retry">It is tried now.</param>
public sealed record ChangeQueueRequest(QueueFilterRequest Which, string? State = null, string? Priority = null, DateTimeOffset? Expires = null, string? Route = null, bool Retry = false);
