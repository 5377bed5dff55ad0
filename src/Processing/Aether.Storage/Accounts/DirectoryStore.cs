using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>
/// Domains, accounts, aliases and password records as rows. Names come in as they are stored: lower case, domains as
/// A-labels (<c>Aether.Identity</c> does that and knows what the secrets mean).
/// </summary>
public sealed class DirectoryStore
{
    private readonly Committer committer;
    private readonly IDirectoryReads reads;
    private readonly TimeProvider clock;

    internal DirectoryStore(Committer committer, IDirectoryReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    public Task<DirectoryResult> AddDomainAsync(string name, string? catchAll, CancellationToken ct) =>
        committer.RunAsync(new AddDomain(name, catchAll, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> RemoveDomainAsync(string name, CancellationToken ct) =>
        committer.RunAsync(new RemoveDomain(name), ct);

    /// <summary>Adds an account and its first mailboxes.</summary>
    /// <param name="address">Login and primary address.</param>
    /// <param name="secret">Password records in the form <c>Aether.Identity</c> gives them; opaque here.</param>
    /// <param name="quotaBytes">0: as configured.</param>
    public Task<DirectoryResult> AddAccountAsync(string address, string secret, long quotaBytes, CancellationToken ct) =>
        committer.RunAsync(new AddAccount(address, DomainOf(address), secret, quotaBytes, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> SetSecretAsync(string address, string secret, CancellationToken ct) =>
        committer.RunAsync(new SetSecret(address, secret), ct);

    public Task<DirectoryResult> RemoveAccountAsync(string address, CancellationToken ct) =>
        committer.RunAsync(new RemoveAccount(address), ct);

    public Task<DirectoryResult> AddAliasAsync(string name, string target, CancellationToken ct) =>
        committer.RunAsync(new AddAlias(name, target, DomainOf(name)), ct);

    /// <summary>Removes one target of an alias, or with null all of them.</summary>
    public Task<DirectoryResult> RemoveAliasAsync(string name, string? target, CancellationToken ct) =>
        committer.RunAsync(new RemoveAlias(name, target), ct);

    public ValueTask<Domain?> FindDomainAsync(string name, CancellationToken ct) => reads.FindDomainAsync(name, ct);

    public ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct) => reads.ListDomainsAsync(ct);

    public ValueTask<Account?> FindAccountAsync(string address, CancellationToken ct) => reads.FindAccountAsync(address, ct);

    /// <summary>All accounts, or those of one domain, by address.</summary>
    public ValueTask<IReadOnlyList<Account>> ListAccountsAsync(string? domain, CancellationToken ct) => reads.ListAccountsAsync(domain, ct);

    public ValueTask<string?> FindSecretAsync(AccountId account, CancellationToken ct) => reads.FindSecretAsync(account, ct);

    public ValueTask<IReadOnlyList<string>> FindAliasTargetsAsync(string name, CancellationToken ct) => reads.FindAliasTargetsAsync(name, ct);

    public ValueTask<IReadOnlyList<Alias>> ListAliasesAsync(string? domain, CancellationToken ct) => reads.ListAliasesAsync(domain, ct);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
