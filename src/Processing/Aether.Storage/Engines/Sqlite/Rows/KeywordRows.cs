using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>An account's keywords inside an operation: names to bits, new ones given the next free bit.</summary>
internal static class KeywordRows
{
    public static KeywordTable Read(SqliteStatement list)
    {
        var keywords = new List<(int, string)>();
        while (list.Step())
            keywords.Add((list.Int(0), list.Text(1)));
        return new KeywordTable(keywords);
    }

    /// <summary>The mask of these names.</summary>
    /// <param name="leftOut">True when a name found no free bit.</param>
    public static long MaskOf(SqliteWrite db, AccountId account, FlagChange change, out bool leftOut)
    {
        leftOut = false;
        if (change.Keywords.Count == 0)
            return 0;

        var table = Load(db, account);
        long mask = 0;
        foreach (string name in change.Keywords)
        {
            long bit = table.MaskOf(name);
            if (bit == 0 && change.Mode is not FlagChangeMode.Remove)
            {
                if (!table.HasRoom)
                {
                    leftOut = true;
                    continue;
                }
                db.Prepare("INSERT INTO keyword (account_id, bit, name) SELECT ?1, coalesce(max(bit), 7) + 1, ?2 FROM keyword WHERE account_id = ?1").Bind(account.Value).Bind(name).Run();
                table = Load(db, account);
                bit = table.MaskOf(name);
            }
            mask |= bit;
        }
        return mask;
    }

    private static KeywordTable Load(SqliteWrite db, AccountId account)
    {
        using var list = db.Prepare("SELECT bit, name FROM keyword WHERE account_id = ?").Bind(account.Value);
        return Read(list);
    }
}
