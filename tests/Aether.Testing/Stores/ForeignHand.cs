using System.Text.RegularExpressions;
using Aether.Storage.Engines.Postgres;
using Aether.Storage.Engines.Sqlite;

namespace Aether.Testing.Stores;

/// <summary>Changes rows behind a store's back, as damage and mistakes do, while it is closed.</summary>
public static partial class ForeignHand
{
    /// <param name="sql">In the words of SQLite; octets are literals.</param>
    public static async Task ChangeRowsAsync(this TestStore store, string sql)
    {
        await store.DisposeStoreAsync();
        if (PostgresUrl.IsOne(store.Database))
        {
            string words = Octets().Replace(sql, @"'\x$1'::bytea").Replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')", StringComparison.Ordinal);
            await TestDatabases.Shared.SqlAsync(PostgresUrl.Parse(store.Database, out _)!.Database!, words);
        }
        else
        {
            using var db = SqliteConnection.Open(new SqliteFile(Path.Combine(store.Folder, store.Database), null), SqliteAccess.Write);
            db.Execute(sql);
        }
        store.OpenAgain();
    }

    [GeneratedRegex("x'([0-9a-f]*)'")]
    private static partial Regex Octets();
}
