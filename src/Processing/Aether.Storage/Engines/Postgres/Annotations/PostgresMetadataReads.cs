using Aether.Storage.Annotations;
using Aether.Storage.Engines.Postgres.Reading;

namespace Aether.Storage.Engines.Postgres.Annotations;

/// <summary>The queries on annotations on PostgreSQL.</summary>
internal sealed class PostgresMetadataReads(PostgresReaders readers) : IMetadataReads
{
    public ValueTask<IReadOnlyList<MetadataEntry>> ListAsync(AccountId account, MailboxId? mailbox, AccountId reader, CancellationToken ct) => readers.ListAsync(
        "SELECT name, reader_id, value FROM metadata WHERE account_id = $1 AND mailbox_id = $2 AND reader_id IN (0, $3) ORDER BY name, reader_id",
        add => add.Add(account.Value).Add(mailbox?.Value ?? 0).Add(reader.Value),
        row => new MetadataEntry(row.Text(0), row.Long(1) is 0 ? null : new AccountId(row.Long(1)), row.Bytes(2)),
        ct);

    public ValueTask<IReadOnlyList<MetadataMark>> MarksAsync(AccountId account, AccountId reader, int most, CancellationToken ct) => readers.ListAsync(
        "SELECT mailbox_id, name, reader_id, sha256(value) FROM metadata WHERE account_id = $1 AND reader_id IN (0, $2) ORDER BY mailbox_id, reader_id, name LIMIT $3",
        add => add.Add(account.Value).Add(reader.Value).Add((long)most),
        row => MetadataMark.Of(row.Long(0), row.Text(1), row.Long(2), row.Bytes(3)),
        ct);

    public ValueTask<IReadOnlyList<MetadataEntry>> AllAsync(AccountId account, MailboxId? mailbox, CancellationToken ct) => readers.ListAsync(
        "SELECT name, reader_id, value FROM metadata WHERE account_id = $1 AND mailbox_id = $2 ORDER BY name, reader_id",
        add => add.Add(account.Value).Add(mailbox?.Value ?? 0),
        row => new MetadataEntry(row.Text(0), row.Long(1) is 0 ? null : new AccountId(row.Long(1)), row.Bytes(2)),
        ct);
}
