using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Bodies;
using Aether.Storage.Damage;
using Aether.Storage.Engines.Sqlite.Accounts;
using Aether.Storage.Engines.Sqlite.Blobs;
using Aether.Storage.Engines.Sqlite.Mailboxes;
using Aether.Storage.Engines.Sqlite.Messages;
using Aether.Storage.Engines.Sqlite.Queue;
using Aether.Storage.Engines.Sqlite.Quotas;

namespace Aether.Storage.Engines.Sqlite.Backup;

/// <summary>A copy of the database as it stands, made while the writer goes on; the segments it refers to are kept until it is let go.</summary>
internal sealed class SqliteSnapshots(SqliteFile file, LargeBlobs large, StoreContext context, DamageReports damage) : IStoreSnapshots
{
    private const int Readers = 1;

    private readonly string copy = file.Path + ".snapshot";

    public ValueTask<StoreView> TakeAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var kept = large.KeepAll();
        try
        {
            Remove(); // of a process that ended on the way
            using (var db = SqliteConnection.Open(file, SqliteAccess.Read))
                db.Prepare("VACUUM INTO ?").Bind(copy).Run();
            var readers = new SqliteReaders(new SqliteFile(copy, null), Readers);
            return ValueTask.FromResult(new StoreView(
                new SqliteDirectoryReads(readers), new SqliteMailboxReads(readers), new SqliteMessageReads(readers, damage), new SqliteQueueReads(readers),
                new SqliteQuotaReads(readers, context.Options),
                new BodyStore(large, new SqliteBlobReads(readers), context.Limits, damage),
                () =>
                {
                    readers.Dispose();
                    Remove();
                    kept.Dispose();
                }));
        }
        catch (SqliteFailure failure)
        {
            Remove();
            kept.Dispose();
            throw new BackupException($"The database can't be copied: {failure.Message}", failure);
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    private void Remove() => File.Delete(copy);
}
