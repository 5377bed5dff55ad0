using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Certificates;
using Aether.Storage.Changes;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Postgres.Accounts;
using Aether.Storage.Engines.Postgres.Annotations;
using Aether.Storage.Engines.Postgres.Backup;
using Aether.Storage.Engines.Postgres.Blobs;
using Aether.Storage.Engines.Postgres.Certificates;
using Aether.Storage.Engines.Postgres.Connections;
using Aether.Storage.Engines.Postgres.Grants;
using Aether.Storage.Engines.Postgres.Leases;
using Aether.Storage.Engines.Postgres.Logins;
using Aether.Storage.Engines.Postgres.Mailboxes;
using Aether.Storage.Engines.Postgres.Messages;
using Aether.Storage.Engines.Postgres.Queue;
using Aether.Storage.Engines.Postgres.Quotas;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Reports;
using Aether.Storage.Engines.Postgres.Schema;
using Aether.Storage.Engines.Postgres.Search;
using Aether.Storage.Engines.Postgres.Sharing;
using Aether.Storage.Engines.Postgres.Signing;
using Aether.Storage.Engines.Postgres.Suppressions;
using Aether.Storage.Engines.Postgres.Threads;
using Aether.Storage.Engines.Postgres.TlsPolicies;
using Aether.Storage.Engines.Postgres.Tracing;
using Aether.Storage.Engines.Postgres.Upkeep;
using Aether.Storage.Engines.Postgres.Verification;
using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Grants;
using Aether.Storage.Logins;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Reports;
using Aether.Storage.Search;
using Aether.Storage.Sharing;
using Aether.Storage.Suppressions;
using Aether.Storage.TlsPolicies;
using Aether.Storage.Tracing;
using Aether.Storage.Upkeep;
using Aether.Storage.Verification;
using Npgsql;

namespace Aether.Storage.Engines.Postgres;

/// <summary>The engine of clusters: the same tables and operations as the embedded one, on a PostgreSQL database that many nodes share.</summary>
internal sealed class PostgresEngine : IStoreEngine
{
    private readonly PostgresConnections connections;
    private readonly PostgresPool readers;
    private readonly PostgresHealth health;
    private readonly DatabaseLimits limits;

    private PostgresEngine(PostgresConnections connections, string code, DatabaseLimits limits, StoreContext context, ChangeFeed changes)
    {
        this.connections = connections;
        this.limits = limits;
        health = new PostgresHealth(connections.Place, limits.Clock, context.Logger);
        readers = new PostgresPool(connections.Readers(context.Options.Readers), health, limits);
        Committer = new PostgresCommitter(
            Executors(), () => new PostgresSession(connections, health, code, context.Options, limits), health, limits, changes, context.Options.QueuedOperations);
        Directory = new PostgresDirectoryReads(readers);
        Mailboxes = new PostgresMailboxReads(readers);
        Messages = new PostgresMessageReads(readers);
        Blobs = new PostgresBlobReads(readers);
        Suppressions = new PostgresSuppressionReads(readers);
        TlsPolicies = new PostgresTlsPolicyReads(readers);
        Certificates = new PostgresCertificateReads(readers);
        Reports = new PostgresReportReads(readers);
        Queue = new PostgresQueueReads(readers, context.Clock);
        Search = new PostgresSearchSource(readers);
        Verification = new PostgresVerifyReads(readers);
        Segments = new PostgresSegmentReads(readers);
        Acl = new PostgresAclReads(readers);
        Metadata = new PostgresMetadataReads(readers);
        Annotations = new PostgresAnnotationReads(readers);
        Traces = new PostgresTraceReads(readers);
        Logins = new PostgresLoginReads(readers);
        Grants = new PostgresGrantReads(readers);
        Quotas = new PostgresQuotaReads(readers, context.Options);
    }

    public ICommitter Committer { get; }

    public IDirectoryReads Directory { get; }

    public IMailboxReads Mailboxes { get; }

    public IMessageReads Messages { get; }

    public IBlobReads Blobs { get; }

    public IQueueReads Queue { get; }

    public ISuppressionReads Suppressions { get; }

    public ITlsPolicyReads TlsPolicies { get; }

    public ICertificateReads Certificates { get; }

    public IReportReads Reports { get; }

    public ISearchSource Search { get; }

    public IVerifyReads Verification { get; }

    public ISegmentReads Segments { get; }

    public IQuotaReads Quotas { get; }

    public IAclReads Acl { get; }

    public IMetadataReads Metadata { get; }

    public IAnnotationReads Annotations { get; }

    public ITraceReads Traces { get; }

    public ILoginReads Logins { get; }

    public IGrantReads Grants { get; }

    public ISearchIndex NewSearchIndex() => new PostgresSearchIndex(connections, readers, limits);

    public long NextEmailId { get; private init; }

    public string? Trouble => health.Trouble;

    public bool IsShared => true;

    /// <summary>Npgsql closes the connections that nobody uses by itself.</summary>
    public Task RestAsync() => Task.CompletedTask;

    public IStoreSnapshots NewSnapshots(LargeBlobs large, StoreContext context) => new PostgresSnapshots(connections, large, context);

    /// <summary>Connects, migrates if need be, and begins to work.</summary>
    /// <exception cref="StoreOpenException">The database can't be reached, is not ours, or is of a newer program.</exception>
    public static PostgresEngine Open(StoreContext context, ChangeFeed changes)
    {
        var settings = PostgresUrl.Parse(context.Options.Database, out string trouble)
            ?? throw new StoreOpenException(StoreOpenFailure.NoAccess, $"database.url can't be used: {trouble}.");
        var connections = new PostgresConnections(settings, context.Database);
        try
        {
            using var db = connections.OpenForMigration();
            string code = PostgresMigration.Run(db, connections.Place);
            SegmentHome.Claim(db, context, connections.Place);
            using var ask = new NpgsqlCommand("SELECT last_value + 1 FROM email_id", db);
            long next = (long)ask.ExecuteScalar()!;
            return new PostgresEngine(connections, code, context.Database, context, changes) { NextEmailId = next };
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or ArgumentException)
        {
            throw new StoreOpenException(StoreOpenFailure.NoAccess, $"{connections.Place} can't be opened: {e.Message}", e);
        }
    }

    /// <summary>Its connections are made as they are needed, so there is nothing to wait for.</summary>
    public void Abandon() => _ = DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await Committer.DisposeAsync();
        await readers.DisposeAsync();
    }

    internal static IEnumerable<PostgresExecutor> Executors() =>
    [
        new AddDomainExecutor(), new RemoveDomainExecutor(), new AddAccountExecutor(), new SetSecretExecutor(), new RemoveAccountExecutor(), new AddFormerAddressExecutor(),
        new AddAliasExecutor(), new RemoveAliasExecutor(), new AddSendGrantExecutor(), new RemoveSendGrantExecutor(),
        new AddGroupExecutor(), new RemoveGroupExecutor(), new AddMemberExecutor(), new RemoveMemberExecutor(), new AddRoleExecutor(), new RemoveRoleExecutor(),
        new CreateMailboxExecutor(), new DeleteMailboxExecutor(), new RenameMailboxExecutor(), new SetSubscriptionExecutor(), new SetAclExecutor(), new SetSeenExecutor(), new SetMetadataExecutor(), new KeepPreviewsExecutor(), new TakeLeaseExecutor(), new KeepLeaseExecutor(), new DropLeaseExecutor(), new SetAnnotationsExecutor(),
        new AppendMessageExecutor(), new AcceptMessageExecutor(), new AcceptAndSetExecutor(), new SetFlagsExecutor(), new ExpungeMessagesExecutor(),
        new CopyMessagesExecutor(), new MoveMessagesExecutor(),
        new LeaseRecipientsExecutor(), new LeaseBacklogsExecutor(), new ReturnLeasesExecutor(), new ExtendLeasesExecutor(), new BeginAloneExecutor(), new ReclaimLeasesExecutor(), new SettleRecipientsExecutor(), new ChangeQueuedExecutor(), new SetPauseExecutor(), new AddSuppressionExecutor(), new RemoveSuppressionExecutor(), new ForgetSuppressionsExecutor(), new SetTlsPolicyExecutor(), new ForgetTlsPoliciesExecutor(), new SetCertificateItemExecutor(), new RemoveCertificateItemExecutor(), new ForgetCertificateItemsExecutor(), new AddTalliesExecutor(), new LeaseReportExecutor(), new DelayReportExecutor(), new EndReportExecutor(), new AddReceivedReportExecutor(), new ForgetReportsExecutor(), new ReplayDeadLetterExecutor(), new ForgetDeadLettersExecutor(), new AddTraceExecutor(), new ForgetTraceExecutor(), new RemoveQueuedExecutor(),
        new CollectExpungedExecutor(), new CollectBlobsExecutor(), new ReserveBlobIdsExecutor(), new PurgeAccountExecutor(), new SettleGoneExecutor(), new EnterReferencesExecutor(),
        new MoveBlobsExecutor(), new CloseSegmentExecutor(), new ForgetSegmentExecutor(), new PruneChangeLogExecutor(),
        new AddTenantExecutor(), new RemoveTenantExecutor(), new SetDomainTenantExecutor(), new SetQuotaExecutor(), new RepairCountersExecutor(), new RepairSharedExecutor(),
        new AddSigningKeyExecutor(), new SetSigningKeyStateExecutor(), new RemoveSigningKeyExecutor(), new SetDomainSettingExecutor(), new RemoveDomainSettingExecutor(),
        new AddAppPasswordExecutor(), new RemoveAppPasswordExecutor(), new TouchAppPasswordExecutor(), new UpgradeSecretExecutor(), new SetAccountStateExecutor(), new SetPasswordUseExecutor(), new AddBanExecutor(), new RemoveBanExecutor(),
        new ReportSessionsExecutor(), new EndSessionExecutor(), new EndLoginsExecutor(), new AddLoginsExecutor(), new ForgetLoginsExecutor(),
        new SetSecondFactorExecutor(), new RemoveSecondFactorExecutor(), new UseStepExecutor(), new ReplaceCodesExecutor(),
        new AddGrantExecutor(), new RedeemCodeExecutor(), new RotateGrantExecutor(), new RemoveGrantExecutor(), new ForgetGrantsExecutor(),
        new AddDeviceExecutor(), new DecideDeviceExecutor(), new PollDeviceExecutor(), new AddOauthKeyExecutor(), new AddOauthClientExecutor(),
    ];
}
