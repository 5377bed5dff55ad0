namespace Aether.Storage.Leases;

/// <summary>Something that one node alone does, for a while.</summary>
/// <param name="Token">Made for this hold: who finds another in its place has lost it.</param>
public sealed record Lease(string Name, string Token);
