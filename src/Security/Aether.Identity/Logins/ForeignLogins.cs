using Aether.Identity.Ldap;
using Aether.Storage.Accounts;

namespace Aether.Identity.Logins;

/// <summary>
/// Passwords that a directory checks. A right one is known for a while: a polling phone costs the directory nothing, and gets in
/// while no server of it answers (case F16). What can't be told is never taken for a wrong password.
/// </summary>
public sealed class ForeignLogins(LdapAccounts accounts, TimeProvider clock)
{
    private const string Source = "ldap";

    private static readonly AccountSecret[] Proof = [new(Account.ForeignSecret, null)];

    private readonly CredentialCache cache = new(accounts.Directory.Options.LoginsFor, clock);

    internal bool MayKnow(KnownAccount known) => accounts.MayKnow(known.Address, known.Account);

    /// <summary>Whether the password was right a while ago.</summary>
    internal bool WasRight(KnownAccount known, string password) => cache.Find(Source, known.Address, password, Proof) is not null;

    /// <summary>Whose password it is, of the account with this address; null: it is not.</summary>
    /// <exception cref="Aether.Storage.StoreUnavailableException">It can't be told now.</exception>
    internal async ValueTask<Account?> VerifyAsync(KnownAccount known, string password, CancellationToken ct)
    {
        if (await accounts.FindAsync(known.Address, ct) is not var (user, account))
        {
            await accounts.Directory.RefuseAsync(password, ct); // case A01: it takes as long as a wrong password
            return null;
        }

        if (!await accounts.Directory.VerifyAsync(user, password, ct) || account is not { IsForeign: true, State: AccountState.Active })
            return null;
        if (known.Address == account.Address)
            cache.Remember(Source, known.Address, password, Proof[0]);
        return account;
    }
}
