namespace Aether.Tls.Vault;

/// <summary>The last orders failed.</summary>
/// <param name="Attempts">How many, one after the other.</param>
/// <param name="Reason">Why the last one did.</param>
/// <param name="Since">When the first one did.</param>
/// <param name="RetryAt">No node tries again before.</param>
public sealed record RenewalTrouble(int Attempts, string Reason, DateTimeOffset Since, DateTimeOffset RetryAt);
