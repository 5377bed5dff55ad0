using Aether.Storage.Annotations;

namespace Aether.Storage.Engines.Sqlite.Annotations;

/// <summary>The queries on annotations on SQLite.</summary>
internal sealed class SqliteMetadataReads(SqliteReaders readers) : IMetadataReads
{
    public ValueTask<IReadOnlyList<MetadataEntry>> ListAsync(AccountId account, MailboxId? mailbox, AccountId reader, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox: mailbox?.Value ?? 0, reader), static (db, key) =>
        {
            var all = new List<MetadataEntry>();
            using var list = db.Prepare("SELECT name, reader_id, value FROM metadata WHERE account_id = ? AND mailbox_id = ? AND reader_id IN (0, ?) ORDER BY name, reader_id")
                .Bind(key.account.Value).Bind(key.mailbox).Bind(key.reader.Value);
            while (list.Step())
                all.Add(new MetadataEntry(list.Text(0), list.Long(1) is 0 ? null : new AccountId(list.Long(1)), list.Bytes(2)));
            return (IReadOnlyList<MetadataEntry>)all;
        }, ct);

    public ValueTask<IReadOnlyList<MetadataMark>> MarksAsync(AccountId account, AccountId reader, int most, CancellationToken ct) =>
        readers.ReadAsync((account, reader, most), static (db, key) =>
        {
            var all = new List<MetadataMark>();
            using var list = db.Prepare("SELECT mailbox_id, name, reader_id, value FROM metadata WHERE account_id = ? AND reader_id IN (0, ?) ORDER BY mailbox_id, reader_id, name LIMIT ?")
                .Bind(key.account.Value).Bind(key.reader.Value).Bind(key.most);
            while (list.Step())
                all.Add(MetadataMark.Of(list.Long(0), list.Text(1), list.Long(2), MetadataMark.DigestOf(list.Span(3))));
            return (IReadOnlyList<MetadataMark>)all;
        }, ct);

    public ValueTask<IReadOnlyList<MetadataEntry>> AllAsync(AccountId account, MailboxId? mailbox, CancellationToken ct) =>
        readers.ReadAsync((account, mailbox: mailbox?.Value ?? 0), static (db, key) =>
        {
            var all = new List<MetadataEntry>();
            using var list = db.Prepare("SELECT name, reader_id, value FROM metadata WHERE account_id = ? AND mailbox_id = ? ORDER BY name, reader_id").Bind(key.account.Value).Bind(key.mailbox);
            while (list.Step())
                all.Add(new MetadataEntry(list.Text(0), list.Long(1) is 0 ? null : new AccountId(list.Long(1)), list.Bytes(2)));
            return (IReadOnlyList<MetadataEntry>)all;
        }, ct);
}
