namespace Aether.Admin.Contracts;

/// <summary>Asks for a domain to be served here.</summary>
/// <param name="CatchAll">Address that takes mail for unknown local parts, or null.</param>
public sealed record AddDomainRequest(string Name, string? CatchAll);
