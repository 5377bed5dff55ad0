namespace Aether.Storage.Backup;

/// <summary>Whose the numbers of accounts are, asked for where a note names one; the last are remembered.</summary>
internal sealed class BackupAddresses(StoreView view)
{
    private const int Most = 10_000;

    private readonly Dictionary<AccountId, string?> known = [];

    /// <returns>Null: the account is gone.</returns>
    public async ValueTask<string?> FindAsync(AccountId account, CancellationToken ct)
    {
        if (known.TryGetValue(account, out string? address))
            return address;
        if (known.Count == Most)
            known.Clear();
        return known[account] = await view.Directory.FindAddressAsync(account, ct);
    }
}
