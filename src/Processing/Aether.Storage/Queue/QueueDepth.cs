using Aether.Storage.Envelopes;

namespace Aether.Storage.Queue;

/// <summary>What lies in the queue.</summary>
/// <param name="Parts">Recipients by class and stage.</param>
/// <param name="Domains">The destinations with the most recipients, the most first.</param>
/// <param name="Oldest">When the oldest message was accepted; null: there is none.</param>
public sealed record QueueDepth(IReadOnlyList<QueueDepth.Part> Parts, IReadOnlyList<QueueDepth.Destination> Domains, DateTimeOffset? Oldest)
{
    public long Recipients => Parts.Sum(part => part.Recipients);

    public sealed record Part(QueuePriority Priority, RecipientStage Stage, long Recipients);

    public sealed record Destination(string Domain, long Recipients);
}
