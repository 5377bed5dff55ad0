using Aether.Storage;

namespace Aether.Identity.Recipients;

/// <summary>An account that gets a copy.</summary>
public readonly record struct LocalRecipient(AccountId Account, string Address);
