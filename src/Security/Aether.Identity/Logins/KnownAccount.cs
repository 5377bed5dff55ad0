using Aether.Identity.Passwords;
using Aether.Storage.Accounts;

namespace Aether.Identity.Logins;

/// <summary>What is kept of a name that somebody wants to log in with.</summary>
/// <param name="Address">The name in its one form; empty where it is no address.</param>
/// <param name="Account">Null when nobody has the name; a disabled one is here.</param>
/// <param name="Secrets">What it can be entered with from where the attempt comes.</param>
internal sealed record KnownAccount(string Address, Account? Account, IReadOnlyList<AccountSecret> Secrets)
{
    public bool MayEnter => Account is { State: AccountState.Active };

    /// <summary>What a SCRAM client is told: the salt that its records share.</summary>
    public ScramRecord? Told(string mechanism) => Secrets.Select(secret => secret.Records.For(mechanism)).FirstOrDefault(record => record is not null);
}
