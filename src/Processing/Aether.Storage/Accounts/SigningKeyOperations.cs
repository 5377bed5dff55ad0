using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Adds a key to a domain that is here.</summary>
internal sealed record AddSigningKey(SigningKeyRow Key) : Operation<DirectoryResult>;

/// <summary>Brings a key into another state.</summary>
internal sealed record SetSigningKeyState(string Domain, string Selector, SigningKeyState State, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Removes a key.</summary>
internal sealed record RemoveSigningKey(string Domain, string Selector) : Operation<DirectoryResult>;
