namespace Aether.Admin.Contracts;

/// <summary>An address that nothing is sent to for a while.</summary>
public sealed record SuppressionView(string Address, string Reason, DateTimeOffset Since, DateTimeOffset Until);
