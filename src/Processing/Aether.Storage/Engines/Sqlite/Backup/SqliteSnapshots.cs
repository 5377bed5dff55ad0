using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Bodies;
using Aether.Storage.Damage;
using Aether.Storage.Engines.Sqlite.Accounts;
using Aether.Storage.Engines.Sqlite.Annotations;
using Aether.Storage.Engines.Sqlite.Blobs;
using Aether.Storage.Engines.Sqlite.Certificates;
using Aether.Storage.Engines.Sqlite.Logins;
using Aether.Storage.Engines.Sqlite.Mailboxes;
using Aether.Storage.Engines.Sqlite.Messages;
using Aether.Storage.Engines.Sqlite.Queue;
using Aether.Storage.Engines.Sqlite.Quotas;
using Aether.Storage.Engines.Sqlite.Reports;
using Aether.Storage.Engines.Sqlite.Sharing;
using Aether.Storage.Engines.Sqlite.Suppressions;

namespace Aether.Storage.Engines.Sqlite.Backup;

/// <summary>A copy of the database as it stands, made while the writer goes on; the segments it refers to are kept until it is let go.</summary>
internal sealed class SqliteSnapshots(SqliteFile file, LargeBlobs large, StoreContext context, DamageReports damage) : IStoreSnapshots
{
    private const int Readers = 1;

    /// <summary>A copy that reaches the disk all at once holds up the commits of the writer.</summary>
    private static readonly TimeSpan SyncEvery = TimeSpan.FromMilliseconds(100);

    private readonly string copy = file.Path + ".snapshot";

    public async ValueTask<StoreView> TakeAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var kept = large.KeepAll();
        try
        {
            Remove(); // of a process that ended on the way
            await CopyAsync();
            var readers = new SqliteReaders(new SqliteFile(copy, null), Readers);
            return new StoreView(
                new SqliteDirectoryReads(readers), new SqliteLoginReads(readers), new SqliteMailboxReads(readers), new SqliteMessageReads(readers, damage), new SqliteQueueReads(readers, context.Clock),
                new SqliteQuotaReads(readers, context.Options), new SqliteSuppressionReads(readers), new SqliteAclReads(readers), new SqliteMetadataReads(readers), new SqliteReportReads(readers), new SqliteAnnotationReads(readers), new SqliteCertificateReads(readers),
                new BodyStore(large, new SqliteBlobReads(readers), context.Limits, damage),
                () =>
                {
                    readers.Dispose();
                    Remove();
                    kept.Dispose();
                });
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

    private async Task CopyAsync()
    {
        var copying = Task.Run(() =>
        {
            using var db = SqliteConnection.Open(file, SqliteAccess.Read);
            db.Prepare("VACUUM INTO ?").Bind(copy).Run();
        }, CancellationToken.None);
        while (await Task.WhenAny(copying, Task.Delay(SyncEvery, context.Clock, CancellationToken.None)) != copying)
        {
            using var written = context.Disk.OpenRead(copy);
            written?.Sync();
        }
        await copying;
    }

    private void Remove() => File.Delete(copy);
}
