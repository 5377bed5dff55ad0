using Aether.Storage;

namespace Aether.Identity.Logins;

/// <summary>Somebody who proved who they are.</summary>
/// <param name="Address">The account's primary address.</param>
public sealed record Login(AccountId Account, string Address);
