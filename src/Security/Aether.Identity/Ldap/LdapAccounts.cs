using Aether.Storage.Accounts;
using Aether.Storage.Quotas;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Ldap;

/// <summary>Accounts of users whom a directory knows: each comes into being when it is needed first, and has no password of its own here.</summary>
public sealed partial class LdapAccounts(LdapDirectory ldap, DirectoryStore store, QuotaStore quotas, ILogger<LdapAccounts> logger)
{
    public LdapDirectory Directory => ldap;

    /// <summary>Whether a name is to be looked for in the directory: an account that was made here is not.</summary>
    /// <param name="address">In its one form.</param>
    /// <param name="account">The account of that name; null: there is none.</param>
    public bool MayKnow(string address, Account? account) => address.Length > 0 && (account is null || account.IsForeign) && ldap.Serves(address[(address.LastIndexOf('@') + 1)..]);

    /// <summary>Who has an address, with the account here; null: nobody whom the directory knows.</summary>
    /// <exception cref="Aether.Storage.StoreUnavailableException">It can't be told now.</exception>
    public async ValueTask<(LdapUser User, Account Account)?> FindAsync(string address, CancellationToken ct)
    {
        if (await ldap.FindAsync(address, ct) is not { } user)
            return null;
        var account = await store.FindAccountAsync(user.Address, ct) ?? await CreateAsync(user, ct);
        if (account is null)
            return null;
        if (account.IsForeign && user.QuotaBytes > 0 && user.QuotaBytes != account.QuotaBytes)
            await quotas.SetAsync(QuotaOwner.Account, user.Address, new QuotaLimit(user.QuotaBytes, account.QuotaMessages) { Mailboxes = account.QuotaMailboxes }, ct);
        return (user, account);
    }

    private async Task<Account?> CreateAsync(LdapUser user, CancellationToken ct)
    {
        var result = await store.AddAccountAsync(user.Address, Account.ForeignSecret, user.QuotaBytes, ct);
        if (result is DirectoryResult.Done)
            LogCreated(logger, user.Address);
        else if (result is DirectoryResult.NoSuchDomain)
            LogOutside(logger, user.Address);
        return await store.FindAccountAsync(user.Address, ct);
    }

    [LoggerMessage(2044, LogLevel.Information, "Account {Address} came into being: the directory knows it")]
    private static partial void LogCreated(ILogger logger, string address);

    [LoggerMessage(2045, LogLevel.Warning, "The directory knows {Address}, whose domain is not one of ours: add it first")]
    private static partial void LogOutside(ILogger logger, string address);
}
