using Aether.Mime.Scanning;
using Aether.Storage.Acceptance;
using Aether.Storage.Accounts;
using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Blobs.S3;
using Aether.Storage.Bodies;
using Aether.Storage.Changes;
using Aether.Storage.Committing;
using Aether.Storage.Damage;
using Aether.Storage.Durability;
using Aether.Storage.Engines.Sqlite;
using Aether.Storage.Engines.Sqlite.Accounts;
using Aether.Storage.Engines.Sqlite.Backup;
using Aether.Storage.Engines.Sqlite.Blobs;
using Aether.Storage.Engines.Sqlite.Mailboxes;
using Aether.Storage.Engines.Sqlite.Messages;
using Aether.Storage.Engines.Sqlite.Queue;
using Aether.Storage.Engines.Sqlite.Quotas;
using Aether.Storage.Engines.Sqlite.Search;
using Aether.Storage.Engines.Sqlite.Upkeep;
using Aether.Storage.Engines.Sqlite.Verification;
using Aether.Storage.Limits;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Redis;
using Aether.Storage.Search;
using Aether.Storage.Upkeep;
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
    private readonly SqliteEngine engine;
    private readonly LargeBlobs large;
    private readonly Committer committer;
    private readonly SqliteSearchIndex index;
    private readonly NodeLink? nodes;

    private MailStore(DataFolder folder, SqliteEngine engine, SqliteSearchIndex index, StoreContext context)
    {
        this.folder = folder;
        this.engine = engine;
        this.index = index;
        var segments = new SegmentFiles(context.Disk, folder.Root, context.Options.SegmentSize, context.InDoubt);
        Changes = new ChangeFeed();
        committer = new Committer(engine.Group, Changes, context.Options.QueuedOperations, context.InDoubt);

        var readers = engine.Readers;
        var damage = new DamageReports(context.Logger);
        Space = new DiskSpace(context.Disk, folder.Root, context.Options.Reserve, context.Clock);
        var blobReads = new SqliteBlobReads(readers);
        var objects = S3Blobs.Open(context, new BlobIds(committer), folder.Root);
        large = new LargeBlobs(segments, objects);
        Bodies = new BodyStore(large, blobReads, context.Limits, damage);
        Directory = new DirectoryStore(committer, new SqliteDirectoryReads(readers), context.Clock);
        var messageReads = new SqliteMessageReads(readers, damage);
        Messages = new MessageStore(committer, messageReads, Bodies, context.Clock, context.Options);
        Mailboxes = new MailboxStore(committer, new SqliteMailboxReads(readers), Messages, context.Options);
        Acceptance = new AcceptanceStore(committer, context.Clock);
        Queue = new QueueStore(committer, new SqliteQueueReads(readers), Bodies, context.Clock);
        Verifier = new StoreVerifier(new SqliteVerifyReads(readers), large, damage);
        Backup = new StoreBackup(new SqliteSnapshots(engine.File, large, context, damage), context.Disk, context.Clock);
        Quotas = new QuotaStore(committer, new SqliteQuotaReads(readers, context.Options), new SqliteDirectoryReads(readers), context.Clock);
        Restore = new StoreRestore(new RestoreTarget(Directory, Mailboxes, Messages, Bodies, Acceptance, Quotas), context.Disk, context.Clock);
        var compactor = new SegmentCompactor(committer, new SqliteSegmentReads(readers), segments, damage);
        Sweeper = new Sweeper(committer, context.Clock, context.Options, new SweeperTools(compactor, objects, objects?.NewCollector(blobReads, context.Clock)));
        var indexer = new SearchIndexer(index, new SqliteSearchSource(readers), Bodies, committer, context.Clock, context.Options.MaxSearchText);
        Search = new SearchStore(index, indexer, messageReads, Bodies);
        if (context.Options.EventsUrl != "memory:")
        {
            nodes = new NodeLink(context, new SqliteDirectoryReads(readers), (Changes, Counts, Queue));
            committer.QueueDue += nodes.TellQueueDue;
        }
    }

    public DiskSpace Space { get; }

    public DirectoryStore Directory { get; }

    public MailboxStore Mailboxes { get; }

    public MessageStore Messages { get; }

    public BodyStore Bodies { get; }

    public AcceptanceStore Acceptance { get; }

    public QueueStore Queue { get; }

    public ChangeFeed Changes { get; }

    public CountFeed Counts { get; } = new();

    public Sweeper Sweeper { get; }

    public StoreVerifier Verifier { get; }

    public StoreBackup Backup { get; }

    public StoreRestore Restore { get; }

    public SearchStore Search { get; }

    public QuotaStore Quotas { get; }

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
        SqliteEngine? engine = null;
        try
        {
            engine = SqliteEngine.Open(new SqliteFile(Path.Combine(folder.Root, context.Options.Database), context.Disk.DatabaseVfs), context.Options);
            var index = SqliteSearchIndex.Open(Path.Combine(folder.Root, "search.db"), context.Options.Readers, engine.NextEmailId());
            return new MailStore(folder, engine, index, context);
        }
        catch
        {
            engine?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Commits what waits and closes. Call it when no session runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (nodes is not null)
            await nodes.DisposeAsync();
        committer.Dispose();
        index.Dispose();
        large.Dispose();
        engine.Dispose();
        folder.Dispose();
    }
}
