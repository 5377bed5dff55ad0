using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Adds a domain.</summary>
internal sealed record AddDomain(string Name, string? CatchAll, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Removes a domain that no account and no alias uses.</summary>
internal sealed record RemoveDomain(string Name) : Operation<DirectoryResult>;

/// <summary>Adds an account with its password records and its first mailboxes. RFC 6154 names their special uses.</summary>
internal sealed record AddAccount(string Address, string Domain, string Secret, long QuotaBytes, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Replaces an account's password records.</summary>
internal sealed record SetSecret(string Address, string Secret) : Operation<DirectoryResult>;

/// <summary>Takes an account's address and logins away at once; its mail is swept afterwards.</summary>
internal sealed record RemoveAccount(string Address, DateTimeOffset Now) : Operation<DirectoryResult>;

/// <summary>Notes that somebody had an address, as a removed account does.</summary>
internal sealed record AddFormerAddress(FormerAddress Former) : Operation<DirectoryResult>;

/// <summary>Adds one target to an alias.</summary>
internal sealed record AddAlias(string Name, string Target, string Domain) : Operation<DirectoryResult>;

/// <summary>Lets an account send as an address, or as all of a domain, that is not its own.</summary>
internal sealed record AddSendGrant(string Account, string Subject) : Operation<DirectoryResult>;

/// <summary>Takes that back.</summary>
internal sealed record RemoveSendGrant(string Account, string Subject) : Operation<DirectoryResult>;

/// <summary>Removes one target of an alias, or all of them; after the last one the address is a former one, unless it led to the catch-all anyway.</summary>
internal sealed record RemoveAlias(string Name, string? Target, DateTimeOffset Now) : Operation<DirectoryResult>;
