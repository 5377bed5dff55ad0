using Aether.Storage.Annotations;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;

namespace Aether.Storage.Engines.Postgres.Annotations;

/// <summary>The queries on annotations of messages on PostgreSQL.</summary>
internal sealed class PostgresAnnotationReads(PostgresReaders readers) : IAnnotationReads
{
    private const string Columns = "SELECT uid, name, reader_id, value, modseq FROM annotation WHERE account_id = $1 AND mailbox_id = $2 AND uid = $3";

    public ValueTask<IReadOnlyList<Uid>> MessagesAsync(AccountId account, MailboxId mailbox, (Uid First, Uid Last) range, AccountId reader, ModSeq after, CancellationToken ct) => readers.ListAsync(
        "SELECT DISTINCT uid FROM annotation WHERE account_id = $1 AND mailbox_id = $2 AND uid BETWEEN $3 AND $4 AND name LIKE '/%' AND reader_id IN (0, $5) AND modseq > $6 ORDER BY uid",
        add => add.Add(account.Value).Add(mailbox.Value).Add((long)range.First.Value).Add((long)range.Last.Value).Add(reader.Value).Add(after.Value),
        static row => new Uid((uint)row.Long(0)),
        ct);

    public ValueTask<IReadOnlyList<MessageAnnotation>> ListAsync(AccountId account, MailboxId mailbox, Uid uid, AccountId reader, CancellationToken ct) => readers.ListAsync(
        $"{Columns} AND name LIKE '/%' AND reader_id IN (0, $4) ORDER BY name, reader_id", add => add.Add(account.Value).Add(mailbox.Value).Add((long)uid.Value).Add(reader.Value), Read, ct);

    public ValueTask<IReadOnlyList<MessageAnnotation>> AllAsync(AccountId account, MailboxId mailbox, Uid uid, CancellationToken ct) => readers.ListAsync(
        $"{Columns} ORDER BY name, reader_id", add => add.Add(account.Value).Add(mailbox.Value).Add((long)uid.Value), Read, ct);

    public ValueTask<IReadOnlyList<Uid>> MessagesOfAllAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => readers.ListAsync(
        "SELECT DISTINCT uid FROM annotation WHERE account_id = $1 AND mailbox_id = $2 ORDER BY uid",
        add => add.Add(account.Value).Add(mailbox.Value), static row => new Uid((uint)row.Long(0)), ct);

    public ValueTask<IReadOnlyList<MessageAnnotation>> NamedAsync(AccountId account, MailboxId mailbox, string name, CancellationToken ct) => readers.ListAsync(
        "SELECT uid, name, reader_id, value, modseq FROM annotation WHERE account_id = $1 AND mailbox_id = $2 AND reader_id = 0 AND name = $3 ORDER BY uid",
        add => add.Add(account.Value).Add(mailbox.Value).Add(name), Read, ct);

    private static MessageAnnotation Read(PostgresRows row) =>
        new(new Uid((uint)row.Long(0)), row.Text(1), row.Long(2) is 0 ? null : new AccountId(row.Long(2)), row.Bytes(3), new ModSeq(row.Long(4)));
}
