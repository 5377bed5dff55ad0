namespace Aether.Admin.Contracts;

/// <summary>An address that stands for another.</summary>
public sealed record AliasView(string Name, string Target);
