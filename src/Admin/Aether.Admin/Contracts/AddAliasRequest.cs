namespace Aether.Admin.Contracts;

/// <summary>Asks for an address that stands for another.</summary>
public sealed record AddAliasRequest(string Name, string Target);
