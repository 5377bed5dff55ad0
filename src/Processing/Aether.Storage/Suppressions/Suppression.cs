namespace Aether.Storage.Suppressions;

/// <summary>An address that nothing is sent to for a while.</summary>
/// <param name="Address">Lower case.</param>
/// <param name="Reason">What was said, or what an operator wrote.</param>
/// <param name="Until">It is forgotten then.</param>
public sealed record Suppression(string Address, string Reason, DateTimeOffset Since, DateTimeOffset Until);
