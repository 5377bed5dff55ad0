using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Adds a group without members.</summary>
internal sealed record AddGroup(string Name, string Domain, string Description, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Removes a group with its list of members; its address is a former one then.</summary>
internal sealed record RemoveGroup(string Name, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Adds a member, up to as many as a group may have.</summary>
internal sealed record AddMember(string Group, string Member, int Most) : Operation<DirectoryResult>;

/// <summary>Removes a member.</summary>
internal sealed record RemoveMember(string Group, string Member) : Operation<DirectoryResult>;
