namespace Aether.Admin.Contracts;

/// <summary>How many recipients became due.</summary>
public sealed record RetryView(int Recipients);
