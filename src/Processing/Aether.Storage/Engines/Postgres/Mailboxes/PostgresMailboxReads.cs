using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Mailboxes;

/// <summary>The queries on mailboxes on PostgreSQL.</summary>
internal sealed class PostgresMailboxReads(PostgresReaders readers) : IMailboxReads
{
    private const string Columns = "id, parent_id, name, role, selectable, uidvalidity, uidnext, highestmodseq, msgs, unseen, bytes";

    /// <summary>Walks down from the root, a level a step: the last row is the mailbox, if the walk came so far.</summary>
    private const string Walk = $"""
        WITH RECURSIVE walk AS (
            SELECT {Columns}, 1 AS depth FROM mailbox WHERE account_id = $1 AND parent_id = 0 AND name = ($2::text[])[1]
            UNION ALL
            SELECT m.id, m.parent_id, m.name, m.role, m.selectable, m.uidvalidity, m.uidnext, m.highestmodseq, m.msgs, m.unseen, m.bytes, w.depth + 1
            FROM walk w JOIN mailbox m ON m.account_id = $1 AND m.parent_id = w.id AND m.name = ($2::text[])[w.depth + 1])
        SELECT {Columns} FROM walk WHERE depth = $3
        """;

    public async ValueTask<IReadOnlyList<Mailbox>> ListAsync(AccountId account, CancellationToken ct)
    {
        var rows = await readers.ListAsync(
            $"SELECT {Columns} FROM mailbox WHERE account_id = $1", add => add.Add(account.Value), row => new MailboxTree.Node(row.Long(1), row.Text(2), ReadRow(row, account, "")), ct);
        return MailboxTree.Sorted(rows);
    }

    public ValueTask<Mailbox?> FindAsync(AccountId account, string[] levels, CancellationToken ct) => readers.FindAsync(
        Walk, add => add.Add(account.Value).Add(levels).Add(levels.Length), row => ReadRow(row, account, MailboxName.Join(levels)), ct);

    public ValueTask<MailboxCounters?> CountAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => readers.FindAsync<MailboxCounters?>(
        $"SELECT {Columns} FROM mailbox WHERE account_id = $1 AND id = $2 AND selectable = 1", add => add.Add(account.Value).Add(mailbox.Value), row => ReadCounters(row), ct);

    public ValueTask<IReadOnlyList<string>> SubscriptionsAsync(AccountId account, CancellationToken ct) =>
        readers.ListAsync("SELECT path FROM subscription WHERE account_id = $1 ORDER BY path", add => add.Add(account.Value), row => row.Text(0), ct);

    private static Mailbox ReadRow(PostgresRows row, AccountId account, string path) =>
        new(new MailboxId(row.Long(0)), account, path, (SpecialUse)row.Int(3), row.Int(4) == 1, ReadCounters(row));

    private static MailboxCounters ReadCounters(PostgresRows row) =>
        new((uint)row.Long(5), new Uid((uint)row.Long(6)), new ModSeq(row.Long(7)), (int)row.Long(8), (int)row.Long(9), row.Long(10));
}
