using System.Runtime.CompilerServices;

namespace Aether.Storage.Accounts;

/// <summary>The long lists of the directory, read page by page: a million accounts are never in memory together.</summary>
internal static class DirectoryPages
{
    /// <summary>Rows that are in memory at a time.</summary>
    public const int Size = 500;

    /// <summary>Groups that are in memory at a time, each with all its members.</summary>
    public const int Groups = 50;

    /// <summary>All accounts, or those of one domain, by address.</summary>
    /// <param name="reads">The directory.</param>
    /// <param name="domain">Null: of all.</param>
    /// <param name="after">Begins behind this address.</param>
    /// <param name="ct">Ends it.</param>
    public static IAsyncEnumerable<Account> AllAccountsAsync(this IDirectoryReads reads, string? domain, string after, CancellationToken ct) =>
        AllAsync(after, last => reads.ListAccountsAsync(domain, last, Size, ct), static account => account.Address, ct);

    /// <summary>All targets of aliases, or those of one domain's, by name and target.</summary>
    public static IAsyncEnumerable<Alias> AllAliasesAsync(this IDirectoryReads reads, string? domain, CancellationToken ct) =>
        AllAsync(new Alias("", ""), last => reads.ListAliasesAsync(domain, last, Size, ct), static alias => alias, ct);

    /// <summary>All addresses that accounts, aliases and groups had, by name.</summary>
    public static IAsyncEnumerable<FormerAddress> AllFormerAsync(this IDirectoryReads reads, CancellationToken ct) =>
        AllAsync("", last => reads.ListFormerAsync(last, Size, ct), static former => former.Name, ct);

    /// <summary>All groups with their members, or those of one domain, by address.</summary>
    /// <param name="reads">The directory.</param>
    /// <param name="domain">Null: of all.</param>
    /// <param name="after">Begins behind this address.</param>
    /// <param name="ct">Ends it.</param>
    public static IAsyncEnumerable<Group> AllGroupsAsync(this IDirectoryReads reads, string? domain, string after, CancellationToken ct) =>
        AllAsync(after, last => reads.ListGroupsAsync(domain, last, Groups, ct), static group => group.Name, ct, Groups);

    /// <summary>All roles of all accounts, by address, role and domain.</summary>
    public static IAsyncEnumerable<RoleGrant> AllRolesAsync(this IDirectoryReads reads, CancellationToken ct) =>
        AllAsync(new RoleGrant("", "", ""), last => reads.ListRolesAsync(last, Size, ct), static grant => grant, ct);

    private static async IAsyncEnumerable<T> AllAsync<T, TKey>(TKey after, Func<TKey, ValueTask<IReadOnlyList<T>>> next, Func<T, TKey> keyOf, [EnumeratorCancellation] CancellationToken ct, int size = Size)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var page = await next(after);
            foreach (var row in page)
                yield return row;
            if (page.Count < size)
                yield break;
            after = keyOf(page[^1]);
        }
    }
}
