namespace Aether.Storage.Accounts;

/// <summary>An address that an account, an alias or a group had which was removed.</summary>
/// <param name="Since">When it was removed.</param>
public sealed record FormerAddress(string Name, DateTimeOffset Since);
