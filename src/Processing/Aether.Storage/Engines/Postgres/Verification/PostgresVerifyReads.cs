using Aether.Storage.Blobs;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Verification;

namespace Aether.Storage.Engines.Postgres.Verification;

/// <summary>The queries of a verification on PostgreSQL. Its files are its own to check (pg_amcheck); here it is what the rows say of each other.</summary>
internal sealed class PostgresVerifyReads(PostgresReaders readers) : IVerifyReads
{
    private const int Page = 200;
    private const string BlobColumns = "SELECT b.id, b.size, b.place, b.seg, b.frames, d.data, b.hash FROM blob b LEFT JOIN blob_data d ON d.blob_id = b.id";

    public async ValueTask<IReadOnlyList<StoreFinding>> CheckRowsAsync(CancellationToken ct)
    {
        var findings = new List<StoreFinding>();
        foreach (var (name, sql) in RowChecks.All)
            findings.AddRange(await readers.ListAsync(sql, _ => { }, row => new StoreFinding(name, row.Text(0), row.Text(1)), ct));
        return findings;
    }

    public ValueTask<VerifiedPage<EmailId>> CheckEmailsAsync(EmailId after, CancellationToken ct) =>
        readers.SnapshotAsync(db => PostgresPlaceChecks.CheckEmailsAsync(db, after, Page), ct);

    public ValueTask<VerifiedPage<(MailboxId Mailbox, Uid Uid)>> CheckMessagesAsync((MailboxId Mailbox, Uid Uid) after, CancellationToken ct) =>
        readers.SnapshotAsync(db => PostgresPlaceChecks.CheckMessagesAsync(db, after.Mailbox, after.Uid, Page), ct);

    public async ValueTask<VerifiedPage<BlobId>> ListBlobsAsync(BlobId after, CancellationToken ct)
    {
        var blobs = await readers.ListAsync($"{BlobColumns} WHERE b.id > $1 ORDER BY b.id LIMIT $2", add => add.Add(after.Value).Add(Page), Read, ct);
        return new VerifiedPage<BlobId>(blobs.Count == Page ? blobs[^1].Row.Id : null, blobs.Count, []) { Blobs = blobs };
    }

    public ValueTask<BlobToVerify?> FindBlobAsync(BlobId blob, CancellationToken ct) =>
        readers.FindAsync($"{BlobColumns} WHERE b.id = $1", add => add.Add(blob.Value), Read, ct);

    private static BlobToVerify Read(PostgresRows row) =>
        new(new BlobRow(new BlobId(row.Long(0)), row.Long(1), (BlobPlace)row.Int(2), row.Int(3), FrameTable.Unpack(row.Bytes(4)), row.Bytes(5)), row.Bytes(6));
}
