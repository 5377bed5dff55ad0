using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>What an operator changes of queued mail; what is null stays.</summary>
/// <param name="Which">The recipients it concerns.</param>
public sealed record QueueChange(QueueFilter Which)
{
    /// <summary>Held, or released and due at once.</summary>
    public RecipientState? State { get; init; }

    public QueuePriority? Priority { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>Where it goes instead, as the queue writes it; empty: its usual way again. It is due at once.</summary>
    public string? Route { get; init; }

    /// <summary>Makes what waits due at once.</summary>
    public bool IsDueNow { get; init; }
}
