using Aether.Storage.Accounts;

namespace Aether.Storage.Backup;

/// <summary>
/// Which accounts a restore made, be they ever so many: numbers of accounts only grow, so they are those from its first one on, but for
/// what somebody else made meanwhile.
/// </summary>
internal sealed class MadeAccounts(DirectoryStore directory)
{
    private readonly HashSet<AccountId> others = [];
    private long first = long.MaxValue;

    /// <summary>An account of the backup is there.</summary>
    /// <param name="account">Its number.</param>
    /// <param name="isNew">The restore has made it.</param>
    public void Note(AccountId account, bool isNew)
    {
        if (isNew)
            first = Math.Min(first, account.Value);
        else if (account.Value > first)
            others.Add(account);
    }

    /// <param name="address">Of an account that was noted.</param>
    /// <param name="ct">Ends it.</param>
    public async ValueTask<bool> ContainsAsync(string address, CancellationToken ct) =>
        await directory.FindAccountAsync(address, ct) is { } account && account.Id.Value >= first && !others.Contains(account.Id);
}
