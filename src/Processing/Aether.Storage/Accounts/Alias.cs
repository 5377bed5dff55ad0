namespace Aether.Storage.Accounts;

/// <summary>An address that stands for another; several rows of one name make a list.</summary>
/// <param name="Name">The address that is written to, lower case.</param>
/// <param name="Target">Where its mail goes: an address here or elsewhere.</param>
public sealed record Alias(string Name, string Target);
