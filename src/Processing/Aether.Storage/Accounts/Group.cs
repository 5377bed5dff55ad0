namespace Aether.Storage.Accounts;

/// <summary>An address whose mail goes to members.</summary>
/// <param name="Name">The address that is written to, lower case.</param>
/// <param name="Members">Addresses here (groups too) or elsewhere, in order.</param>
public sealed record Group(string Name, string Description, IReadOnlyList<string> Members);
