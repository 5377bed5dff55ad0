using System.Runtime.InteropServices;
using Aether.Storage.Search;

namespace Aether.Storage.Engines.Sqlite.Search;

/// <summary>Blocks of signatures as rows: each is made once, when its last document has come, of the kept texts.</summary>
internal static class SqliteSignatureRows
{
    /// <summary>The row of the block that a document belongs to.</summary>
    public static long BlockOf(long document) => (document & ~0xFFFF_FFFFL) | ((document & 0xFFFF_FFFFL) / SignatureBlock.Messages);

    /// <summary>Makes the blocks of an account that have come to be whole.</summary>
    public static void BuildWhole(SqliteConnection db, AccountId account)
    {
        long documents;
        long blocks;
        using (var find = db.Prepare("SELECT docs, blocks FROM account WHERE id = ?").Bind(account.Value))
        {
            if (!find.Step())
                return;
            documents = find.Long(0);
            blocks = find.Long(1);
        }
        for (; documents >= (blocks + 1) * SignatureBlock.Messages; blocks++)
            Build(db, account, blocks);
        db.Prepare("UPDATE account SET blocks = ? WHERE id = ?").Bind(blocks).Bind(account.Value).Run();
    }

    /// <summary>Drops a block all of whose documents are gone.</summary>
    public static void DropIfEmpty(SqliteConnection db, long block)
    {
        long first = FirstDocumentOf(block);
        using (var find = db.Prepare("SELECT 1 FROM doc WHERE id BETWEEN ? AND ? LIMIT 1").Bind(first).Bind(first + SignatureBlock.Messages - 1))
        {
            if (find.Step())
                return;
        }
        db.Prepare("DELETE FROM block WHERE id = ?").Bind(block).Run();
    }

    private static long FirstDocumentOf(long block) => (block & ~0xFFFF_FFFFL) | ((block & 0xFFFF_FFFFL) * SignatureBlock.Messages);

    private static void Build(SqliteConnection db, AccountId account, long number)
    {
        long id = (account.Value << 32) | number;
        long first = FirstDocumentOf(id);
        long last = first + SignatureBlock.Messages - 1;
        long octets = 0;
        using (var sum = db.Prepare("SELECT coalesce(sum(t.length), 0) FROM doc d JOIN text t ON t.email_id = d.email_id WHERE d.id BETWEEN ? AND ?").Bind(first).Bind(last))
        {
            if (sum.Step())
                octets = sum.Long(0);
        }

        var block = SignatureBlock.ForTexts(octets);
        var emails = new List<long>(SignatureBlock.Messages);
        var days = new List<int>(SignatureBlock.Messages);
        using (var texts = db.Prepare($"SELECT {SqliteSearchReads.TextColumns} FROM doc d JOIN text t ON t.email_id = d.email_id WHERE d.id BETWEEN ? AND ? ORDER BY d.id").Bind(first).Bind(last))
        {
            while (texts.Step())
            {
                int column = emails.Count;
                emails.Add(texts.Long(0));
                days.Add(texts.Int(1));
                using var text = ExpandedText.Of(texts);
                // What is not whole can't be told by its signature: it has every run.
                if (text.IsWhole)
                    block.Add(column, text.Octets);
                else
                    block.AddEverything(column);
            }
        }
        if (emails.Count > 0)
            Insert(db, id, emails, days, block);
    }

    private static void Insert(SqliteConnection db, long id, List<long> emails, List<int> days, SignatureBlock block) =>
        db.Prepare("INSERT OR REPLACE INTO block (id, first, last, emails, days, bits) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(id).Bind(emails[0]).Bind(emails[^1])
            .Bind(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(emails))).Bind(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(days))).Bind(block.Bits).Run();
}
