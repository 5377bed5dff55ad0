namespace Aether.Storage.Envelopes;

/// <summary>One recipient for the queue.</summary>
/// <param name="Address">Forward-path without brackets.</param>
/// <param name="Domain">Its domain, lower case, A-labels: leases are by it.</param>
/// <param name="Orcpt">ORCPT as given (RFC 3461 §4.2), or null.</param>
/// <param name="Notify">NOTIFY as given (RFC 3461 §4.1), or null.</param>
public sealed record QueueRecipient(string Address, string Domain, string? Orcpt = null, string? Notify = null)
{
    /// <summary>Where an operator sends it instead of its usual way, as the queue writes it; null: nowhere.</summary>
    public string? Route { get; init; }
}
