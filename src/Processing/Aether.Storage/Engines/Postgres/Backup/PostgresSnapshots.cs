using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Bodies;
using Aether.Storage.Engines.Postgres.Accounts;
using Aether.Storage.Engines.Postgres.Annotations;
using Aether.Storage.Engines.Postgres.Blobs;
using Aether.Storage.Engines.Postgres.Certificates;
using Aether.Storage.Engines.Postgres.Connections;
using Aether.Storage.Engines.Postgres.Logins;
using Aether.Storage.Engines.Postgres.Mailboxes;
using Aether.Storage.Engines.Postgres.Messages;
using Aether.Storage.Engines.Postgres.Queue;
using Aether.Storage.Engines.Postgres.Quotas;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Reports;
using Aether.Storage.Engines.Postgres.Sharing;
using Aether.Storage.Engines.Postgres.Suppressions;

namespace Aether.Storage.Engines.Postgres.Backup;

/// <summary>
/// The database as one transaction sees it while the writers go on. Bodies that it holds itself are part of that; segments
/// are kept until it is let go, and objects for their grace, which is longer than a backup takes.
/// </summary>
/// <remarks>The vacuum has to keep what the transaction may still see, so a backup is no place to linger.</remarks>
internal sealed class PostgresSnapshots(PostgresConnections connections, LargeBlobs large, StoreContext context) : IStoreSnapshots
{
    public async ValueTask<StoreView> TakeAsync(CancellationToken ct)
    {
        var kept = large.KeepAll();
        try
        {
            var still = await PostgresStill.TakeAsync(await OpenAsync(ct), ct);
            return new StoreView(
                new PostgresDirectoryReads(still), new PostgresLoginReads(still), new PostgresMailboxReads(still), new PostgresMessageReads(still), new PostgresQueueReads(still, context.Clock),
                new PostgresQuotaReads(still, context.Options), new PostgresSuppressionReads(still), new PostgresAclReads(still), new PostgresMetadataReads(still), new PostgresReportReads(still), new PostgresAnnotationReads(still), new PostgresCertificateReads(still), new BodyStore(large, new PostgresBlobReads(still), context.Limits, context.Damage),
                () =>
                {
                    still.Dispose();
                    kept.Dispose();
                });
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    private async Task<Npgsql.NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        try
        {
            return await connections.OpenAsync("aether-backup", ct);
        }
        catch (Exception e) when (PostgresFailure.IsAway(e))
        {
            throw PostgresFailure.Unavailable(e);
        }
    }
}
