namespace Aether.Storage.Accounts;

/// <summary>A domain this server takes mail for.</summary>
/// <param name="Name">Lower case, A-labels.</param>
/// <param name="CatchAll">Address that takes mail for unknown local parts, or null.</param>
public sealed record Domain(string Name, string? CatchAll);
