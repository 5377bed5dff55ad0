namespace Aether.Admin.Contracts;

/// <summary>Asks for a password for one program.</summary>
/// <param name="Seconds">How long it lasts; null: until it is removed.</param>
public sealed record AddAppPasswordRequest(string Name, IReadOnlyList<string> Protocols, IReadOnlyList<string> Networks, long? Seconds);
