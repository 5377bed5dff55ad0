using Aether.Storage.Committing;
using Aether.Storage.Engines.Sqlite.Accounts;
using Aether.Storage.Engines.Sqlite.Blobs;
using Aether.Storage.Engines.Sqlite.Mailboxes;
using Aether.Storage.Engines.Sqlite.Messages;
using Aether.Storage.Engines.Sqlite.Queue;
using Aether.Storage.Engines.Sqlite.Quotas;
using Aether.Storage.Engines.Sqlite.Search;
using Aether.Storage.Engines.Sqlite.Threads;
using Aether.Storage.Engines.Sqlite.Upkeep;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>The embedded engine: one SQLite file in WAL mode, fully synced, one writer, many readers.</summary>
internal sealed class SqliteEngine : IDisposable
{
    private readonly SqliteConnection writer;

    private SqliteEngine(SqliteConnection writer, SqliteReaders readers, StoreOptions options)
    {
        this.writer = writer;
        Readers = readers;
        Group = new SqliteGroup(writer, Executors(), options);
    }

    public SqliteFile File { get; private init; }

    public SqliteReaders Readers { get; }

    public IGroupEngine Group { get; }

    /// <exception cref="StoreOpenException">The file is damaged, not ours, or of a newer program.</exception>
    public static SqliteEngine Open(SqliteFile file, StoreOptions options)
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
            return new SqliteEngine(writer, new SqliteReaders(file, options.Readers), options) { File = file };
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

    /// <summary>No email has, or had, an id from this one on.</summary>
    public long NextEmailId()
    {
        using var find = writer.Prepare("SELECT next FROM counter WHERE name = 'email'");
        return find.Step() ? find.Long(0) : 0;
    }

    public void Dispose()
    {
        Readers.Dispose();
        writer.Dispose();
    }

    private static void RequireFullSync(SqliteConnection db)
    {
        using var mode = db.Prepare("PRAGMA synchronous");
        if (!mode.Step() || mode.Long(0) < 2)
            throw new InvalidOperationException("SQLite does not sync fully; acknowledged mail would not survive a power cut.");
    }

    private static StoreOpenException Explain(string path, SqliteFailure failure) => failure.Primary switch
    {
        SqliteFailure.Full => new(StoreOpenFailure.NoAccess, $"{path} can't be opened: the disk is full. Free some space and start again; nothing is lost.", failure),
        SqliteFailure.NotADatabase or SqliteFailure.Corrupt => new(StoreOpenFailure.Damaged, $"{path} is damaged or not a database: restore a backup.", failure),
        _ => new(StoreOpenFailure.NoAccess, $"{path} can't be opened: {failure.Message}", failure),
    };

    private static IEnumerable<SqliteExecutor> Executors() =>
    [
        new AddDomainExecutor(), new RemoveDomainExecutor(), new AddAccountExecutor(), new SetSecretExecutor(), new RemoveAccountExecutor(),
        new AddAliasExecutor(), new RemoveAliasExecutor(),
        new CreateMailboxExecutor(), new DeleteMailboxExecutor(), new RenameMailboxExecutor(), new SetSubscriptionExecutor(),
        new AppendMessageExecutor(), new AcceptMessageExecutor(), new SetFlagsExecutor(), new ExpungeMessagesExecutor(),
        new CopyMessagesExecutor(), new MoveMessagesExecutor(),
        new LeaseRecipientsExecutor(), new SettleRecipientsExecutor(), new RetryQueuedExecutor(), new RemoveQueuedExecutor(),
        new CollectExpungedExecutor(), new CollectBlobsExecutor(), new ReserveBlobIdsExecutor(), new PurgeAccountExecutor(), new SettleGoneExecutor(), new EnterReferencesExecutor(),
        new MoveBlobsExecutor(), new CloseSegmentExecutor(), new ForgetSegmentExecutor(), new PruneChangeLogExecutor(),
        new AddTenantExecutor(), new RemoveTenantExecutor(), new SetDomainTenantExecutor(), new SetQuotaExecutor(), new RepairCountersExecutor(), new RepairSharedExecutor(),
    ];
}
