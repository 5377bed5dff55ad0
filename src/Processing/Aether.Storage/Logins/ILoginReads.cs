namespace Aether.Storage.Logins;

/// <summary>The queries about logins, one implementation an engine.</summary>
internal interface ILoginReads
{
    /// <summary>By name.</summary>
    ValueTask<IReadOnlyList<AppPasswordRow>> ListAppPasswordsAsync(AccountId account, CancellationToken ct);

    /// <summary>Those that last after <paramref name="now"/>, by network.</summary>
    ValueTask<IReadOnlyList<BanRow>> ListBansAsync(DateTimeOffset now, CancellationToken ct);

    /// <summary>Whether an active account has a secret that does not begin so.</summary>
    ValueTask<bool> HasOtherSecretsAsync(CancellationToken ct);
}
