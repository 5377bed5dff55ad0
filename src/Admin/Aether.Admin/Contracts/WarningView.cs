namespace Aether.Admin.Contracts;

/// <summary>It is done, and this should be thought over.</summary>
public sealed record WarningView(string Warning);
