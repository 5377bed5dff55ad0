namespace Aether.Storage.Accounts;

/// <summary>The directory's queries, one implementation an engine.</summary>
internal interface IDirectoryReads
{
    ValueTask<Domain?> FindDomainAsync(string name, CancellationToken ct);

    ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct);

    ValueTask<Account?> FindAccountAsync(string address, CancellationToken ct);

    /// <summary>The next accounts, of one domain or of all, by address.</summary>
    ValueTask<IReadOnlyList<Account>> ListAccountsAsync(string? domain, string after, int most, CancellationToken ct);

    /// <returns>Null: the account is gone.</returns>
    ValueTask<string?> FindAddressAsync(AccountId account, CancellationToken ct);

    /// <summary>The account of a domain that was added first.</summary>
    ValueTask<Account?> FindFirstAccountAsync(string domain, CancellationToken ct);

    /// <summary>The next accounts, by id.</summary>
    ValueTask<IReadOnlyList<AccountId>> ListIdsAsync(AccountId after, int most, CancellationToken ct);

    /// <summary>How far each of the accounts has come; those that are gone are left out.</summary>
    ValueTask<IReadOnlyList<(AccountId Account, ModSeq ModSeq)>> ModSeqsAsync(IReadOnlyList<AccountId> accounts, CancellationToken ct);

    ValueTask<string?> FindSecretAsync(AccountId account, CancellationToken ct);

    ValueTask<IReadOnlyList<string>> FindAliasTargetsAsync(string name, CancellationToken ct);

    /// <summary>What an account may send as besides its own.</summary>
    ValueTask<IReadOnlyList<string>> ListSendGrantsAsync(string account, CancellationToken ct);

    /// <summary>The keys of one domain, or of all, by domain and selector.</summary>
    ValueTask<IReadOnlyList<SigningKeyRow>> ListSigningKeysAsync(string? domain, CancellationToken ct);

    /// <summary>What is set for a domain, or all; of one name, or all.</summary>
    ValueTask<IReadOnlyList<DomainSetting>> ListDomainSettingsAsync(string? domain, string? name, CancellationToken ct);

    /// <summary>Null: there is no group of that address.</summary>
    ValueTask<IReadOnlyList<string>?> FindMembersAsync(string name, CancellationToken ct);

    /// <summary>The next groups, of one domain or of all, by address.</summary>
    ValueTask<IReadOnlyList<Group>> ListGroupsAsync(string? domain, string after, int most, CancellationToken ct);

    /// <summary>The roles of one account.</summary>
    ValueTask<IReadOnlyList<RoleGrant>> ListRolesAsync(string address, CancellationToken ct);

    /// <summary>The next roles of all accounts, by address, role and domain.</summary>
    ValueTask<IReadOnlyList<RoleGrant>> ListRolesAsync(RoleGrant after, int most, CancellationToken ct);

    /// <returns>Null: no account that was removed had it.</returns>
    ValueTask<FormerAddress?> FindFormerAsync(string name, CancellationToken ct);

    /// <summary>The next of them, by name.</summary>
    ValueTask<IReadOnlyList<FormerAddress>> ListFormerAsync(string after, int most, CancellationToken ct);

    /// <summary>The next targets of aliases, of one domain or of all, by name and target.</summary>
    ValueTask<IReadOnlyList<Alias>> ListAliasesAsync(string? domain, Alias after, int most, CancellationToken ct);
}
