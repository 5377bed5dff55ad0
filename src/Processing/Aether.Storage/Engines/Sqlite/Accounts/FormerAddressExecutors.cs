using Aether.Storage.Accounts;

namespace Aether.Storage.Engines.Sqlite.Accounts;

/// <summary>Notes that somebody had an address.</summary>
internal sealed class AddFormerAddressExecutor : SqliteExecutor<AddFormerAddress, DirectoryResult>
{
    protected override DirectoryResult Execute(SqliteWrite db, AddFormerAddress op)
    {
        FormerAddresses.Note(db, op.Former);
        return DirectoryResult.Done;
    }
}

/// <summary>Addresses of accounts, aliases and groups that were removed; a later removal is the one that counts.</summary>
internal static class FormerAddresses
{
    public static void Note(SqliteWrite db, FormerAddress former) => db
        .Prepare("INSERT INTO former_address (name, since) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET since = max(since, excluded.since)")
        .Bind(former.Name).Bind(former.Since.ToUnixTimeSeconds()).Run();
}
