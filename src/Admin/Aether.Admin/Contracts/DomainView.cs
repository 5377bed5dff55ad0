namespace Aether.Admin.Contracts;

/// <summary>A domain this server takes mail for.</summary>
public sealed record DomainView(string Name, string? CatchAll);
