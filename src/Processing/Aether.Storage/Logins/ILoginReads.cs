namespace Aether.Storage.Logins;

/// <summary>The queries about logins, one implementation an engine.</summary>
internal interface ILoginReads
{
    /// <summary>By name.</summary>
    ValueTask<IReadOnlyList<AppPasswordRow>> ListAppPasswordsAsync(AccountId account, CancellationToken ct);

    /// <summary>Those that last after <paramref name="now"/>, by network.</summary>
    ValueTask<IReadOnlyList<BanRow>> ListBansAsync(DateTimeOffset now, CancellationToken ct);

    /// <summary>How the logins of accounts stand; those that are gone are left out.</summary>
    ValueTask<IReadOnlyList<LoginState>> LoginStatesAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct);

    /// <summary>The sessions of an account, or all, as nodes have told them that are not gone since <paramref name="gone"/>, by address and beginning.</summary>
    ValueTask<IReadOnlyList<SessionRow>> ListSessionsAsync(string? address, DateTimeOffset gone, int most, CancellationToken ct);

    /// <summary>Accounts with at least so many sessions on other nodes than one, those with most first.</summary>
    ValueTask<IReadOnlyList<(AccountId Account, int Sessions)>> CountSessionsElsewhereAsync(string node, DateTimeOffset gone, int least, int most, CancellationToken ct);

    /// <summary>The logins of an account, the latest first.</summary>
    ValueTask<IReadOnlyList<LoginCount>> ListLoginsAsync(AccountId account, int most, CancellationToken ct);

    /// <summary>Whether somebody logged in to an account from there, as far as it is remembered.</summary>
    ValueTask<bool> HasLoggedInFromAsync(AccountId account, string peer, CancellationToken ct);

    /// <returns>Null: it has none.</returns>
    ValueTask<SecondFactorRow?> FindSecondFactorAsync(AccountId account, CancellationToken ct);

    /// <summary>Whether an active account has a secret that does not begin so.</summary>
    ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct);
}
