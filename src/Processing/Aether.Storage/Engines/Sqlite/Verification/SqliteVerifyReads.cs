using Aether.Storage.Blobs;
using Aether.Storage.Verification;

namespace Aether.Storage.Engines.Sqlite.Verification;

/// <summary>The queries of a verification on SQLite; its own check of every page comes first.</summary>
internal sealed class SqliteVerifyReads(SqliteReaders readers) : IVerifyReads
{
    private const int Page = 200;
    private const string BlobColumns = "SELECT b.id, b.size, b.place, b.seg, b.frames, d.data, b.hash FROM blob b LEFT JOIN blob_data d ON d.blob_id = b.id";

    public ValueTask<IReadOnlyList<StoreFinding>> CheckRowsAsync(CancellationToken ct) => readers.ReadAsync(0, static (db, _) =>
    {
        var findings = new List<StoreFinding>();
        CheckPages(db, findings);
        foreach (var (name, sql) in RowChecks.All)
            Check(db, name, sql, findings);
        return (IReadOnlyList<StoreFinding>)findings;
    }, ct);

    public ValueTask<VerifiedPage<EmailId>> CheckEmailsAsync(EmailId after, CancellationToken ct) =>
        readers.ReadSnapshotAsync(after, static (db, after) => Guard<EmailId>($"emails behind {after}", () => PlaceChecks.CheckEmails(db, after, Page)), ct);

    public ValueTask<VerifiedPage<(MailboxId Mailbox, Uid Uid)>> CheckMessagesAsync((MailboxId Mailbox, Uid Uid) after, CancellationToken ct) =>
        readers.ReadSnapshotAsync(after, static (db, after) => Guard($"messages behind {after.Mailbox}/{after.Uid}", () => PlaceChecks.CheckMessages(db, after.Mailbox, after.Uid, Page)), ct);

    public ValueTask<VerifiedPage<BlobId>> ListBlobsAsync(BlobId after, CancellationToken ct) => readers.ReadSnapshotAsync(after, static (db, after) =>
    {
        var blobs = new List<BlobToVerify>();
        try
        {
            using var list = db.Prepare($"{BlobColumns} WHERE b.id > ? ORDER BY b.id LIMIT ?").Bind(after.Value).Bind(Page);
            while (list.Step())
                blobs.Add(Read(list));
            return new VerifiedPage<BlobId>(blobs.Count == Page ? blobs[^1].Row.Id : null, blobs.Count, []) { Blobs = blobs };
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return ListOneByOne(db, after);
        }
    }, ct);

    public ValueTask<BlobToVerify?> FindBlobAsync(BlobId blob, CancellationToken ct) => readers.ReadAsync(blob, static (db, blob) =>
    {
        using var find = db.Prepare($"{BlobColumns} WHERE b.id = ?").Bind(blob.Value);
        return find.Step() ? Read(find) : null;
    }, ct);

    private static BlobToVerify Read(SqliteStatement row) =>
        new(new BlobRow(new BlobId(row.Long(0)), row.Long(1), (BlobPlace)row.Int(2), row.Int(3), FrameTable.Unpack(row.Span(4)), row.Bytes(5)), row.Bytes(6));

    private static void CheckPages(SqliteConnection db, List<StoreFinding> findings)
    {
        try
        {
            using var check = db.Prepare("PRAGMA integrity_check(100)");
            while (check.Step())
            {
                if (check.Text(0) is not "ok" and var wrong)
                    findings.Add(new StoreFinding("database", "database", wrong.ReplaceLineEndings(" ")));
            }
        }
        catch (SqliteFailure failure) when (failure.IsDamage)
        {
            findings.Add(new StoreFinding("database", "database", failure.Message));
        }
    }

    private static void Check(SqliteConnection db, string name, string sql, List<StoreFinding> findings)
    {
        try
        {
            using var check = db.Prepare(sql);
            while (check.Step())
                findings.Add(new StoreFinding(name, check.Text(0), check.Text(1)));
        }
        catch (SqliteFailure failure) when (failure.IsDamage)
        {
            findings.Add(new StoreFinding(name, "database", failure.Message));
        }
    }

    /// <summary>Goes around damaged rows.</summary>
    private static VerifiedPage<BlobId> ListOneByOne(SqliteConnection db, BlobId after)
    {
        var blobs = new List<BlobToVerify>();
        var findings = new List<StoreFinding>();
        for (long id = after.Value + 1; id <= after.Value + Page; id++)
        {
            try
            {
                using var find = db.Prepare($"{BlobColumns} WHERE b.id = ?").Bind(id);
                if (find.Step())
                    blobs.Add(Read(find));
            }
            catch (Exception damage) when (IsDamage(damage))
            {
                findings.Add(new StoreFinding("blob", $"blob {id}", damage.Message));
            }
        }
        return new VerifiedPage<BlobId>(after.Value + Page < HighestBlob(db) ? new BlobId(after.Value + Page) : null, blobs.Count, findings) { Blobs = blobs };
    }

    private static long HighestBlob(SqliteConnection db)
    {
        try
        {
            using var find = db.Prepare("SELECT max(id) FROM blob");
            return find.Step() ? find.Long(0) : 0;
        }
        catch (SqliteFailure failure) when (failure.IsDamage)
        {
            return 0;
        }
    }

    /// <summary>Where to go on behind a damaged row is unknown: the check of the pages has named the damage.</summary>
    private static VerifiedPage<TKey> Guard<TKey>(string subject, Func<VerifiedPage<TKey>> check)
        where TKey : struct
    {
        try
        {
            return check();
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            return new VerifiedPage<TKey>(null, 0, [new StoreFinding("places", subject, damage.Message)]);
        }
    }

    private static bool IsDamage(Exception failure) => failure is InvalidDataException or SqliteFailure { IsDamage: true };
}
