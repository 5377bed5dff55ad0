using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Mailboxes;

/// <summary>The queries on mailboxes on SQLite.</summary>
internal sealed class SqliteMailboxReads(SqliteReaders readers) : IMailboxReads
{
    private const string Columns = "id, parent_id, name, role, selectable, uidvalidity, uidnext, highestmodseq, msgs, unseen, bytes";

    public ValueTask<IReadOnlyList<Mailbox>> ListAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        var rows = new List<MailboxTree.Node>();
        using var list = db.Prepare($"SELECT {Columns} FROM mailbox WHERE account_id = ?").Bind(account.Value);
        while (list.Step())
            rows.Add(new MailboxTree.Node(list.Long(1), list.Text(2), ReadRow(list, account, "")));
        return MailboxTree.Sorted(rows);
    }, ct);

    public ValueTask<Mailbox?> FindAsync(AccountId account, string[] levels, CancellationToken ct) => readers.ReadAsync((account, levels), static (db, key) =>
    {
        long parent = 0;
        Mailbox? found = null;
        foreach (string level in key.levels)
        {
            using var find = db.Prepare($"SELECT {Columns} FROM mailbox WHERE account_id = ? AND parent_id = ? AND name = ?").Bind(key.account.Value).Bind(parent).Bind(level);
            if (!find.Step())
                return null;
            parent = find.Long(0);
            found = ReadRow(find, key.account, MailboxName.Join(key.levels));
        }
        return found;
    }, ct);

    public ValueTask<MailboxCounters?> CountAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => readers.ReadAsync((account, mailbox), static (db, key) =>
    {
        using var find = db.Prepare($"SELECT {Columns} FROM mailbox WHERE account_id = ? AND id = ? AND selectable = 1").Bind(key.account.Value).Bind(key.mailbox.Value);
        return find.Step() ? ReadCounters(find) : (MailboxCounters?)null;
    }, ct);

    public ValueTask<IReadOnlyList<string>> SubscriptionsAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        var all = new List<string>();
        using var list = db.Prepare("SELECT path FROM subscription WHERE account_id = ? ORDER BY path").Bind(account.Value);
        while (list.Step())
            all.Add(list.Text(0));
        return (IReadOnlyList<string>)all;
    }, ct);

    private static Mailbox ReadRow(SqliteStatement row, AccountId account, string path) =>
        new(new MailboxId(row.Long(0)), account, path, (SpecialUse)row.Int(3), row.Int(4) == 1, ReadCounters(row));

    private static MailboxCounters ReadCounters(SqliteStatement row) =>
        new((uint)row.Long(5), new Uid((uint)row.Long(6)), new ModSeq(row.Long(7)), row.Int(8), row.Int(9), row.Long(10));
}
