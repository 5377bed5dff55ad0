using Aether.Storage.Committing;
using Aether.Storage.Limits;
using Aether.Storage.Notices;

namespace Aether.Storage.Accounts;

/// <summary>
/// Domains, accounts, aliases and password records as rows. Names come in as they are stored: lower case, domains as
/// A-labels (<c>Aether.Identity</c> does that and knows what the secrets mean).
/// </summary>
public sealed class DirectoryStore
{
    private readonly ICommitter committer;
    private readonly IDirectoryReads reads;
    private readonly LoginNotices notices;
    private readonly TimeProvider clock;

    /// <summary>Each message asks for its recipient's domain, and they hardly ever change.</summary>
    private readonly ShortMemory<string, Domain> domains;

    internal DirectoryStore(ICommitter committer, IDirectoryReads reads, LoginNotices notices, TimeProvider clock)
    {
        this.notices = notices;
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
        domains = new ShortMemory<string, Domain>(TimeSpan.FromSeconds(1), 10_000, clock);
    }

    public Task<DirectoryResult> AddDomainAsync(string name, string? catchAll, CancellationToken ct) =>
        ChangeDomainAsync(name, new AddDomain(name, catchAll, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> RemoveDomainAsync(string name, CancellationToken ct) => ChangeDomainAsync(name, new RemoveDomain(name), ct);

    /// <summary>Adds an account and its first mailboxes.</summary>
    /// <param name="address">Login and primary address.</param>
    /// <param name="secret">Password records in the form <c>Aether.Identity</c> gives them; opaque here.</param>
    /// <param name="quotaBytes">0: as configured.</param>
    public Task<DirectoryResult> AddAccountAsync(string address, string secret, long quotaBytes, CancellationToken ct) =>
        committer.RunAsync(new AddAccount(address, DomainOf(address), secret, quotaBytes, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> SetSecretAsync(string address, string secret, CancellationToken ct) =>
        EndLoginsAsync(address, new SetSecret(address, secret), ct);

    public Task<DirectoryResult> RemoveAccountAsync(string address, CancellationToken ct) =>
        EndLoginsAsync(address, new RemoveAccount(address, clock.GetUtcNow()), ct);

    /// <summary>Whether an account, an alias or a group had this address that was removed since less than so long.</summary>
    public async ValueTask<bool> IsFormerAsync(string address, TimeSpan kept, CancellationToken ct) =>
        await reads.FindFormerAsync(address, ct) is { } former && clock.GetUtcNow() - former.Since < kept;

    /// <summary>Notes that somebody had an address, as a backup says.</summary>
    internal Task<DirectoryResult> AddFormerAsync(FormerAddress former, CancellationToken ct) => committer.RunAsync(new AddFormerAddress(former), ct);

    public Task<DirectoryResult> AddAliasAsync(string name, string target, CancellationToken ct) =>
        committer.RunAsync(new AddAlias(name, target, DomainOf(name)), ct);

    /// <summary>Removes one target of an alias, or with null all of them.</summary>
    public Task<DirectoryResult> RemoveAliasAsync(string name, string? target, CancellationToken ct) =>
        committer.RunAsync(new RemoveAlias(name, target, clock.GetUtcNow()), ct);

    /// <summary>A domain; where another node has just removed it, for a second still.</summary>
    public async ValueTask<Domain?> FindDomainAsync(string name, CancellationToken ct)
    {
        if (domains.Find(name) is { } known)
            return known;
        var found = await reads.FindDomainAsync(name, ct);
        if (found is not null)
            domains.Keep(name, found);
        return found;
    }

    public ValueTask<IReadOnlyList<Domain>> ListDomainsAsync(CancellationToken ct) => reads.ListDomainsAsync(ct);

    public ValueTask<Account?> FindAccountAsync(string address, CancellationToken ct) => reads.FindAccountAsync(address, ct);

    /// <summary>All accounts, or those of one domain, by address; read as they are asked for.</summary>
    /// <param name="domain">Null: of all.</param>
    /// <param name="after">Begins behind this address.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<Account> ListAccountsAsync(string? domain, string after, CancellationToken ct) => reads.AllAccountsAsync(domain, after, ct);

    /// <summary>The account of a domain that was added first.</summary>
    public ValueTask<Account?> FindFirstAccountAsync(string domain, CancellationToken ct) => reads.FindFirstAccountAsync(domain, ct);

    public ValueTask<string?> FindSecretAsync(AccountId account, CancellationToken ct) => reads.FindSecretAsync(account, ct);

    public ValueTask<IReadOnlyList<string>> FindAliasTargetsAsync(string name, CancellationToken ct) => reads.FindAliasTargetsAsync(name, ct);

    /// <summary>All targets of aliases, or those of one domain's, by name and target; read as they are asked for.</summary>
    public IAsyncEnumerable<Alias> ListAliasesAsync(string? domain, CancellationToken ct) => reads.AllAliasesAsync(domain, ct);

    /// <summary>Lets an account send as an address that is not its own; <c>*@domain</c> for all of a domain.</summary>
    public Task<DirectoryResult> AddSendGrantAsync(string account, string subject, CancellationToken ct) => committer.RunAsync(new AddSendGrant(account, subject), ct);

    public Task<DirectoryResult> RemoveSendGrantAsync(string account, string subject, CancellationToken ct) => committer.RunAsync(new RemoveSendGrant(account, subject), ct);

    /// <summary>What an account may send as besides its own.</summary>
    public ValueTask<IReadOnlyList<string>> ListSendGrantsAsync(string account, CancellationToken ct) => reads.ListSendGrantsAsync(account, ct);

    private async Task<DirectoryResult> EndLoginsAsync(string address, Operation<DirectoryResult> change, CancellationToken ct)
    {
        var result = await committer.RunAsync(change, ct);
        if (result is DirectoryResult.Done)
            notices.Announce(address);
        return result;
    }

    private async Task<DirectoryResult> ChangeDomainAsync(string name, Operation<DirectoryResult> change, CancellationToken ct)
    {
        var result = await committer.RunAsync(change, ct);
        domains.Forget(name);
        return result;
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
