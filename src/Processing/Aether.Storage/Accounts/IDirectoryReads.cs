namespace Aether.Storage.Accounts;

/// <summary>The directory's queries, one implementation an engine.</summary>
internal interface IDirectoryReads
{
    ValueTask<Domain?> FindDomainAsync(string name, CancellationToken ct);

    ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct);

    ValueTask<Account?> FindAccountAsync(string address, CancellationToken ct);

    ValueTask<IReadOnlyList<Account>> ListAccountsAsync(string? domain, CancellationToken ct);

    ValueTask<string?> FindSecretAsync(AccountId account, CancellationToken ct);

    ValueTask<IReadOnlyList<string>> FindAliasTargetsAsync(string name, CancellationToken ct);

    ValueTask<IReadOnlyList<Alias>> ListAliasesAsync(string? domain, CancellationToken ct);
}
