using Aether.Storage.Envelopes;

namespace Aether.Queue.Routing;

/// <summary>What a route is chosen by: one recipient of one message, as it stands in the queue.</summary>
/// <param name="Domain">Of the recipient: lower case, A-labels, or an address literal.</param>
/// <param name="Sender">Empty for the null sender.</param>
/// <param name="Attempts">Made before this one.</param>
/// <param name="Age">Since it was accepted.</param>
/// <param name="Headers">Its header fields, unfolded; empty where no rule asks for them.</param>
public sealed record RouteFacts(
    string Domain, string Recipient, string Sender, long Size, QueuePriority Priority, int Attempts, TimeSpan Age, IReadOnlyList<string> Headers)
{
    /// <summary>It was held by a rule, and an operator let it go.</summary>
    public bool IsReleased { get; init; }
}
