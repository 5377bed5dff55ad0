using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Certificates;
using Aether.Storage.Changes;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Sqlite.Accounts;
using Aether.Storage.Engines.Sqlite.Annotations;
using Aether.Storage.Engines.Sqlite.Backup;
using Aether.Storage.Engines.Sqlite.Blobs;
using Aether.Storage.Engines.Sqlite.Certificates;
using Aether.Storage.Engines.Sqlite.Grants;
using Aether.Storage.Engines.Sqlite.Leases;
using Aether.Storage.Engines.Sqlite.Logins;
using Aether.Storage.Engines.Sqlite.Mailboxes;
using Aether.Storage.Engines.Sqlite.Messages;
using Aether.Storage.Engines.Sqlite.Queue;
using Aether.Storage.Engines.Sqlite.Quotas;
using Aether.Storage.Engines.Sqlite.Reports;
using Aether.Storage.Engines.Sqlite.Search;
using Aether.Storage.Engines.Sqlite.Sharing;
using Aether.Storage.Engines.Sqlite.Signing;
using Aether.Storage.Engines.Sqlite.Suppressions;
using Aether.Storage.Engines.Sqlite.Threads;
using Aether.Storage.Engines.Sqlite.TlsPolicies;
using Aether.Storage.Engines.Sqlite.Tracing;
using Aether.Storage.Engines.Sqlite.Upkeep;
using Aether.Storage.Engines.Sqlite.Verification;
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

namespace Aether.Storage.Engines.Sqlite;

/// <summary>The embedded engine: one SQLite file in WAL mode, fully synced, one writer, many readers.</summary>
internal sealed class SqliteEngine : IStoreEngine
{
    private readonly SqliteConnection writer;
    private readonly SqliteReaders readers;
    private readonly SqliteLog log;
    private readonly Committer committer;

    private SqliteEngine(SqliteFile file, SqliteConnection writer, SqliteReaders readers, StoreContext context, ChangeFeed changes)
    {
        File = file;
        this.writer = writer;
        this.readers = readers;
        log = new SqliteLog(writer, file, context.Options);
        committer = new Committer(new SqliteGroup(writer, log, Executors(), context.Options), changes, context.Options.QueuedOperations, context.InDoubt);
        Directory = new SqliteDirectoryReads(readers);
        Mailboxes = new SqliteMailboxReads(readers);
        Messages = new SqliteMessageReads(readers, context.Damage);
        Blobs = new SqliteBlobReads(readers);
        Suppressions = new SqliteSuppressionReads(readers);
        TlsPolicies = new SqliteTlsPolicyReads(readers);
        Certificates = new SqliteCertificateReads(readers);
        Reports = new SqliteReportReads(readers);
        Queue = new SqliteQueueReads(readers, context.Clock);
        Search = new SqliteSearchSource(readers);
        Verification = new SqliteVerifyReads(readers);
        Segments = new SqliteSegmentReads(readers);
        Acl = new SqliteAclReads(readers);
        Metadata = new SqliteMetadataReads(readers);
        Annotations = new SqliteAnnotationReads(readers);
        Traces = new SqliteTraceReads(readers);
        Logins = new SqliteLoginReads(readers);
        Grants = new SqliteGrantReads(readers);
        Quotas = new SqliteQuotaReads(readers, context.Options);
        NextEmailId = ReadNextEmailId(writer);
    }

    public SqliteFile File { get; }

    public ICommitter Committer => committer;

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

    /// <summary>Its index is a file: words in the file that mail is committed to would slow each commit.</summary>
    public ISearchIndex? NewSearchIndex() => null;

    public long NextEmailId { get; }

    /// <summary>A file is always there; when its disk fails, the process ends.</summary>
    public string? Trouble => null;

    public bool IsShared => false;

    public Task RestAsync()
    {
        readers.Rest();
        return committer.RestAsync();
    }

    public IStoreSnapshots NewSnapshots(LargeBlobs large, StoreContext context) => new SqliteSnapshots(File, large, context, context.Damage);

    /// <exception cref="StoreOpenException">The file is damaged, not ours, or of a newer program.</exception>
    public static SqliteEngine Open(SqliteFile file, StoreContext context, ChangeFeed changes)
    {
        string path = file.Path;
        SqliteConnection? writer = null;
        try
        {
            writer = SqliteConnection.Open(file, SqliteAccess.Write);
            // FULL: the log is synced at each commit, so that an acknowledged change survives a power cut. The group
            // folds the log back into the file itself, because SQLite's own way of it keeps silent about failed syncs.
            writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY");
            RequireFullSync(writer);
            SqliteSchema.Migrate(writer, path);
            // This process is the only one: whoever held a lease is gone. The odd tokens become even (docs/decisions/0006).
            writer.Execute("UPDATE queue_rcpt SET due_at = 0, lease = lease + 1 WHERE lease % 2 = 1");
            return new SqliteEngine(file, writer, new SqliteReaders(file, context.Options.Readers), context, changes);
        }
        catch (SqliteFailure failure)
        {
            writer?.Dispose();
            throw Explain(path, failure);
        }
        catch (StoreOpenException)
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <summary>It was opened and nobody worked with it.</summary>
    public void Abandon()
    {
        committer.Dispose();
        log.Dispose();
        readers.Dispose();
        writer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Committer.DisposeAsync();
        log.Dispose();
        readers.Dispose();
        writer.Dispose();
    }

    private static void RequireFullSync(SqliteConnection db)
    {
        using var mode = db.Prepare("PRAGMA synchronous");
        if (!mode.Step() || mode.Long(0) < 2)
            throw new InvalidOperationException("SQLite does not sync fully; acknowledged mail would not survive a power cut.");
    }

    private static long ReadNextEmailId(SqliteConnection db)
    {
        using var find = db.Prepare("SELECT next FROM counter WHERE name = 'email'");
        return find.Step() ? find.Long(0) : 0;
    }

    private static StoreOpenException Explain(string path, SqliteFailure failure) => failure.Primary switch
    {
        SqliteFailure.Full => new(StoreOpenFailure.NoAccess, $"{path} can't be opened: the disk is full. Free some space and start again; nothing is lost.", failure),
        SqliteFailure.NotADatabase or SqliteFailure.Corrupt => new(StoreOpenFailure.Damaged, $"{path} is damaged or not a database: restore a backup.", failure),
        _ => new(StoreOpenFailure.NoAccess, $"{path} can't be opened: {failure.Message}", failure),
    };

    internal static IEnumerable<SqliteExecutor> Executors() =>
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
