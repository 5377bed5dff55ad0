namespace Aether.Storage.Accounts;

/// <summary>Something that is set for a domain besides its addresses and keys.</summary>
/// <param name="Domain">Lower case, A-labels.</param>
/// <param name="Name">What: a word of whoever set it.</param>
/// <param name="Value">Opaque here.</param>
public sealed record DomainSetting(string Domain, string Name, string Value, DateTimeOffset Since);
