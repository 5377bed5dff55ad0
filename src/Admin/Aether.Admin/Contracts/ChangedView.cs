namespace Aether.Admin.Contracts;

/// <summary>How many recipients a change concerned.</summary>
public sealed record ChangedView(int Recipients);
