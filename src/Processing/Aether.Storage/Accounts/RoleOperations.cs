using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Gives a role to an account that is there, in a domain that is ours or everywhere.</summary>
internal sealed record AddRole(RoleGrant Grant) : Operation<DirectoryResult>;

/// <summary>Takes a role back.</summary>
internal sealed record RemoveRole(RoleGrant Grant) : Operation<DirectoryResult>;
