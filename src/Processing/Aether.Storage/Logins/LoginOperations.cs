using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Logins;

/// <summary>Adds an app password to an account that is there.</summary>
internal sealed record AddAppPassword(string Address, AppPasswordRow Row, int Most) : Operation<DirectoryResult>;

/// <summary>Removes an app password.</summary>
internal sealed record RemoveAppPassword(string Address, string Name) : Operation<DirectoryResult>;

/// <summary>Notes that an app password was used.</summary>
internal sealed record TouchAppPassword(AccountId Account, string Name, DateTimeOffset Now, string From) : Operation<DirectoryResult>;

/// <summary>Replaces password records by others of the same password, unless they changed meanwhile.</summary>
internal sealed record UpgradeSecret(AccountId Account, string Former, string Secret) : Operation<DirectoryResult>;

/// <summary>Lets an account in, or not.</summary>
internal sealed record SetAccountState(string Address, AccountState State) : Operation<DirectoryResult>;

/// <summary>Says what an account's own password opens.</summary>
internal sealed record SetPasswordUse(string Address, PasswordUse Use) : Operation<DirectoryResult>;

/// <summary>Bans a network, or changes its ban; forgets those that ended.</summary>
internal sealed record AddBan(BanRow Ban) : Operation<DirectoryResult>;

/// <summary>Lifts a ban.</summary>
internal sealed record RemoveBan(string Network) : Operation<DirectoryResult>;
