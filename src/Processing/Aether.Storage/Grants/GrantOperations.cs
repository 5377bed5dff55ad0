using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Grants;

/// <summary>Writes a grant down, to be redeemed by its code.</summary>
internal sealed record AddGrant(OauthGrant Grant, CodeTerms Terms, int Most) : Operation<DirectoryResult>;

/// <summary>Redeems the code of a grant, once.</summary>
internal sealed record RedeemCode(string Id, string Client, string Redirect, string Challenge, DateTimeOffset Now, DateTimeOffset Until) : Operation<TokenTurn>;

/// <summary>Goes on to the next refresh token of a grant. The one before it may come again for a moment: its answer may have been lost.</summary>
/// <param name="Since">The one before is still taken when the last was made after that.</param>
internal sealed record RotateGrant(string Id, string Client, long Generation, DateTimeOffset Now, DateTimeOffset Since, DateTimeOffset Until) : Operation<TokenTurn>;

/// <summary>Removes a grant of an account, and ends what it opened.</summary>
internal sealed record RemoveGrant(AccountId Account, string Id) : Operation<DirectoryResult>;

/// <summary>Writes down a program that waits for its user.</summary>
/// <param name="Most">Those that may wait at a time.</param>
internal sealed record AddDevice(DeviceRow Device, DateTimeOffset Now, int Most) : Operation<DirectoryResult>;

/// <summary>The user of a waiting program agreed (with a grant) or did not.</summary>
internal sealed record DecideDevice(string UserCode, DateTimeOffset Now, OauthGrant? Grant, int Most) : Operation<DirectoryResult>;

/// <summary>A waiting program asks.</summary>
/// <param name="Interval">It may ask again after so long.</param>
internal sealed record PollDevice(string Id, string Client, DateTimeOffset Now, TimeSpan Interval) : Operation<DeviceAnswer>;

/// <summary>Adds a signing key, unless there is a newer one than that.</summary>
internal sealed record AddOauthKey(OauthKeyRow Key, DateTimeOffset UnlessAfter) : Operation<DirectoryResult>;

/// <summary>Adds a program that registered itself.</summary>
internal sealed record AddOauthClient(OauthClientRow Client, int Most) : Operation<DirectoryResult>;

/// <summary>Forgets grants and devices that ended, keys that no token can need, and registered programs that nobody uses.</summary>
internal sealed record ForgetGrants(DateTimeOffset Now, DateTimeOffset KeysBefore, DateTimeOffset ClientsBefore, int Most) : Operation<int>;
