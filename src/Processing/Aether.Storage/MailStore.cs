using Aether.Mime.Scanning;
using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Blobs.S3;
using Aether.Storage.Bodies;
using Aether.Storage.Certificates;
using Aether.Storage.Changes;
using Aether.Storage.Durability;
using Aether.Storage.Engines;
using Aether.Storage.Engines.Postgres;
using Aether.Storage.Engines.Sqlite;
using Aether.Storage.Engines.Sqlite.Search;
using Aether.Storage.Grants;
using Aether.Storage.Leases;
using Aether.Storage.Limits;
using Aether.Storage.Logins;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Notices;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Redis;
using Aether.Storage.Reports;
using Aether.Storage.Search;
using Aether.Storage.Sharing;
using Aether.Storage.Suppressions;
using Aether.Storage.TlsPolicies;
using Aether.Storage.Tracing;
using Aether.Storage.Upkeep;
using Aether.Storage.UrlKeys;
using Aether.Storage.Verification;
using Microsoft.Extensions.Logging;

namespace Aether.Storage;

/// <summary>
/// The opened store: the directory, mailboxes, messages, bodies and the queue, on one engine. What a method of it has
/// acknowledged survives the process and the power.
/// </summary>
/// <remarks>Order of a change: octets durable, then one operation committed, then its news published, then its caller told.</remarks>
public sealed partial class MailStore : IAsyncDisposable
{
    /// <summary>Exit code after a failed sync (EX_IOERR of sysexits.h).</summary>
    private const int ExitInputOutput = 74;

    private readonly DataFolder folder;
    private readonly IStoreEngine engine;
    private readonly LargeBlobs large;
    private readonly ISearchIndex index;
    private readonly RowFiles rowFiles;
    private readonly NodeLink? nodes;

    private MailStore(DataFolder folder, IStoreEngine engine, ISearchIndex index, ChangeFeed changes, StoreContext context)
    {
        this.folder = folder;
        this.engine = engine;
        this.index = index;
        var segments = new SegmentFiles(context.Disk, folder.Root, context.Options.SegmentSize, context.InDoubt);
        Changes = changes;

        var committer = engine.Committer;
        var damage = context.Damage;
        Space = new DiskSpace(context.Disk, folder.Root, context.Options.Reserve, context.Clock);
        var objects = S3Blobs.Open(context, new BlobIds(committer), folder.Root);
        large = new LargeBlobs(segments, objects);
        Bodies = new BodyStore(large, engine.Blobs, context.Limits, damage);
        var notices = new LoginNotices(Counts);
        Directory = new DirectoryStore(committer, engine.Directory, notices, context.Clock);
        Groups = new GroupStore(committer, engine.Directory, context.Clock);
        Roles = new RoleStore(committer, engine.Directory);
        SigningKeys = new SigningKeyStore(committer, engine.Directory, context.Clock);
        DomainSettings = new DomainSettingStore(committer, engine.Directory, context.Clock);
        Logins = new LoginStore(committer, engine.Logins, notices, context.Clock);
        Grants = new GrantStore(committer, engine.Grants, notices, context.Clock);
        LoginHistory = new LoginHistory(committer, engine.Logins, context.Options.LoginHistoryKeep, context.Clock);
        rowFiles = new RowFiles(context.Disk, Path.Combine(folder.Root, "rows"), context.Options.RowFileFrom);
        Messages = new MessageStore(committer, engine.Messages, Bodies, rowFiles, context.Clock, context.Options);
        Transfers = new MessageTransfer(Messages, Bodies);
        Mailboxes = new MailboxStore(committer, engine.Mailboxes, Messages, context.Options);
        Acl = new AclStore(committer, engine.Acl, engine.Mailboxes, context.Options);
        Metadata = new MetadataStore(committer, engine.Metadata);
        Annotations = new AnnotationStore(committer, engine.Annotations);
        UrlKeys = new UrlKeyStore(Metadata);
        Acceptance = new AcceptanceStore(committer, context.Clock);
        Queue = new QueueStore(committer, engine.Queue, Bodies, engine.IsShared, context.Clock);
        Leases = new LeaseStore(committer, engine.IsShared, context.Clock);
        Suppressions = new SuppressionStore(committer, engine.Suppressions, context.Clock);
        TlsPolicies = new TlsPolicyStore(committer, engine.TlsPolicies, context.Clock);
        Certificates = new CertificateStore(committer, engine.Certificates, context.Clock);
        Reports = new ReportStore(committer, engine.Reports, context.Options.Reports, context.Options.Failures, context.Clock);
        Verifier = new StoreVerifier(engine.Verification, large, damage);
        Backup = new StoreBackup(engine.NewSnapshots(large, context), context.Disk, context.Clock);
        Traces = new TraceStore(committer, engine.Traces, context.Clock);
        Quotas = new QuotaStore(committer, engine.Quotas, engine.Directory, context.Clock);
        Restore = new StoreRestore(new RestoreTarget(Directory, Groups, Roles, SigningKeys, Logins, Mailboxes, Messages, Bodies, Acceptance, Quotas, Queue, Suppressions, Acl, Metadata, Reports, Annotations, DomainSettings, Certificates), context.Disk, folder.Root, context.Clock);
        var compactor = new SegmentCompactor(committer, engine.Segments, segments, damage);
        Sweeper = new Sweeper(committer, context.Clock, context.Options, new SweeperTools(compactor, Messages, objects, objects?.NewCollector(engine.Blobs, context.Clock)));
        var indexer = new SearchIndexer(index, engine.Search, Bodies, committer, context.Clock, (context.Options.MaxSearchText, context.Options.Attachments));
        Search = new SearchStore(index, indexer, engine.Messages, Bodies);
        if (context.Options.EventsUrl != "memory:")
        {
            nodes = new NodeLink(context, engine.Directory, (Changes, Counts, Queue));
            committer.QueueDue += nodes.TellQueueDue;
        }
    }

    public DiskSpace Space { get; }

    public DirectoryStore Directory { get; }

    public GroupStore Groups { get; }

    public RoleStore Roles { get; }

    public SigningKeyStore SigningKeys { get; }

    /// <summary>What is set for domains besides.</summary>
    public DomainSettingStore DomainSettings { get; }

    /// <summary>App passwords and bans.</summary>
    public LoginStore Logins { get; }

    /// <summary>What users let programs do.</summary>
    public GrantStore Grants { get; }

    /// <summary>Who logged in when.</summary>
    public LoginHistory LoginHistory { get; }

    /// <summary>Other nodes work on the same database.</summary>
    public bool IsShared => engine.IsShared;

    public MailboxStore Mailboxes { get; }

    /// <summary>Rights on mailboxes of others.</summary>
    public AclStore Acl { get; }

    /// <summary>Annotations of mailboxes and accounts.</summary>
    public MetadataStore Metadata { get; }

    /// <summary>Annotations of messages.</summary>
    public AnnotationStore Annotations { get; }

    /// <summary>Keys that prove URLs of messages.</summary>
    public UrlKeyStore UrlKeys { get; }

    public MessageStore Messages { get; }

    /// <summary>Messages from one account to another.</summary>
    public MessageTransfer Transfers { get; }

    public BodyStore Bodies { get; }

    public AcceptanceStore Acceptance { get; }

    public QueueStore Queue { get; }

    /// <summary>What one node at a time does.</summary>
    public LeaseStore Leases { get; }

    public SuppressionStore Suppressions { get; }

    public TlsPolicyStore TlsPolicies { get; }

    /// <summary>What nodes share to serve, renew and prove certificates.</summary>
    public CertificateStore Certificates { get; }

    /// <summary>What is told to other domains, and what is told of ours.</summary>
    public ReportStore Reports { get; }

    public ChangeFeed Changes { get; }

    public CountFeed Counts { get; } = new();

    public Sweeper Sweeper { get; }

    public StoreVerifier Verifier { get; }

    public StoreBackup Backup { get; }

    public StoreRestore Restore { get; }

    public SearchStore Search { get; }

    public QuotaStore Quotas { get; }

    /// <summary>The way of each message.</summary>
    public TraceStore Traces { get; }

    /// <summary>Why the database can't work at the moment; null when all is well.</summary>
    public string? Trouble => engine.Trouble;

    /// <summary>Nothing was asked for a while: gives memory back to the system that is kept only to be faster next time.</summary>
    public async Task RestAsync()
    {
        await engine.RestAsync();
        index.Rest();
        LibC.TrimHeap();
    }

    internal IStoreEngine Engine => engine;

    /// <summary>Takes the data folder and opens what is in it, creating or migrating it as needed.</summary>
    /// <exception cref="StoreOpenException">It can't be opened; the message is for the operator.</exception>
    public static MailStore Open(StoreOptions options, MimeLimits limits, TimeProvider clock, ILogger logger)
    {
        void EndProcess(Exception reason)
        {
            LogInDoubt(logger, reason);
            Console.Error.WriteLine($"aether: a sync to disk failed ({reason.Message}); ending at once so that nothing false is acknowledged.");
            LibC.ExitNow(ExitInputOutput);
        }

        var store = Open(new StoreContext(options, limits, clock, EndProcess) { Logger = logger });
        LogOpened(logger, store.folder.Root);
        return store;
    }

    internal static MailStore Open(StoreContext context)
    {
        var folder = DataFolder.Take(context.Disk, context.Options.Data);
        IStoreEngine? engine = null;
        try
        {
            var changes = new ChangeFeed();
            engine = PostgresUrl.IsOne(context.Options.Database)
                ? PostgresEngine.Open(context, changes)
                : SqliteEngine.Open(new SqliteFile(Path.Combine(folder.Root, context.Options.Database), context.Disk.DatabaseVfs), context, changes);
            var index = (context.Options.SearchPlace is SearchPlace.File ? null : engine.NewSearchIndex())
                ?? SqliteSearchIndex.Open(Path.Combine(folder.Root, "search.db"), context.Options.Readers, context.Options.SearchShare, engine.NextEmailId);
            return new MailStore(folder, engine, index, changes, context);
        }
        catch
        {
            engine?.Abandon();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Commits what waits and closes. Call it when no session runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (nodes is not null)
            await nodes.DisposeAsync();
        await Reports.DisposeAsync();
        await Traces.DisposeAsync();
        await LoginHistory.DisposeAsync();
        await index.DisposeAsync();
        await rowFiles.DisposeAsync();
        await engine.DisposeAsync();
        large.Dispose();
        folder.Dispose();
    }
}
