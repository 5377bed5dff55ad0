using Aether.Storage.Accounts;
using Aether.Storage.Committing;

namespace Aether.Storage.Logins;

/// <summary>Gives an account a second factor in the place of any that it has.</summary>
internal sealed record SetSecondFactor(string Address, SecondFactorRow Row) : Operation<DirectoryResult>;

/// <summary>Takes the second factor of an account away.</summary>
internal sealed record RemoveSecondFactor(string Address) : Operation<DirectoryResult>;

/// <summary>Takes the code of a time step, unless one of it or of a later one was taken: on whatever node. RFC 6238 §5.2.</summary>
internal sealed record UseStep(AccountId Account, long Step) : Operation<DirectoryResult>;

/// <summary>Replaces what is kept of recovery codes, unless it changed meanwhile: a code is taken once.</summary>
internal sealed record ReplaceCodes(AccountId Account, string Former, string Codes) : Operation<DirectoryResult>;
