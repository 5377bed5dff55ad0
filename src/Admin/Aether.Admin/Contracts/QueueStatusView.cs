namespace Aether.Admin.Contracts;

/// <summary>How the queue stands.</summary>
/// <param name="Oldest">When the oldest message was accepted; null: the queue is empty.</param>
/// <param name="Domains">The destinations with the most recipients.</param>
public sealed record QueueStatusView(
    long Recipients, DateTimeOffset? Oldest, IReadOnlyList<QueueStatusView.Part> Parts, IReadOnlyList<QueueStatusView.Destination> Domains, IReadOnlyList<PauseView> Pauses)
{
    /// <param name="State"><c>new</c>, <c>deferred</c>, <c>active</c> or <c>held</c>.</param>
    public sealed record Part(string Class, string State, long Recipients);

    public sealed record Destination(string Domain, long Recipients);
}
