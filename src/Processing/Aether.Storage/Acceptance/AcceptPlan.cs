using Aether.Storage.Envelopes;

namespace Aether.Storage.Acceptance;

/// <summary>What becomes of a message in the one operation that precedes its 250.</summary>
/// <param name="MessageId">Correlation id from accept to delivery; in the log, the Received header and the queue.</param>
/// <param name="Local">At most <see cref="MaxLocal"/> accounts; further ones go by the queue.</param>
/// <param name="Queued">What is left for the queue, or null.</param>
public sealed record AcceptPlan(string MessageId, IReadOnlyList<LocalDelivery> Local, QueueEntry? Queued)
{
    /// <summary>One operation touches no more accounts than this, so that no group of commits waits long for it.</summary>
    public const int MaxLocal = 20;
}
