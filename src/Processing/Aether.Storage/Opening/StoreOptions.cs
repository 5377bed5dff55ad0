using Aether.Storage.Quotas;
using Aether.Storage.Reports;

namespace Aether.Storage;

/// <summary>What a store needs to know to open.</summary>
/// <param name="Data">The data folder; created when missing. One process holds it at a time.</param>
/// <param name="Database">File name of the embedded database below <paramref name="Data"/>, or the URL of a PostgreSQL database.</param>
/// <param name="Readers">Connections for queries.</param>
/// <param name="QueuedOperations">Operations that may wait for the writer; more are refused at once.</param>
/// <param name="MaxMailboxes">Most mailboxes an account may have.</param>
/// <param name="QuotaBytes">Most octets an account may store unless its own row says otherwise; 0 is no limit.</param>
public sealed record StoreOptions(string Data, string Database = "aether.db", int Readers = 16, int QueuedOperations = 8192, int MaxMailboxes = 5000, long QuotaBytes = 0)
{
    /// <summary>Most messages an account may store unless its own row says otherwise; 0 is no limit.</summary>
    public long QuotaMessages { get; init; }

    /// <summary>Octets of the disk kept for the queue; a twentieth of the disk where that is less.</summary>
    public long Reserve { get; init; }

    /// <summary>Pages of the write-ahead log (4 KiB each) after which it is folded back into the database file.</summary>
    internal int LogPages { get; init; } = 4096;

    /// <summary>Octets after which a new segment file is begun.</summary>
    internal long SegmentSize { get; init; } = 256L << 20;

    /// <summary>How long a client may stay away and still be told only what changed.</summary>
    public TimeSpan ChangeLogKeep { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Most rows of the change log an account keeps.</summary>
    public int ChangeLogRows { get; init; } = 100_000;

    /// <summary>Accounts whose change log one sweep looks at; the next one goes on behind them.</summary>
    internal int SweptAccounts { get; init; } = 10_000;

    /// <summary>Rows of mailboxes opened lately that are kept in memory, 48 octets each.</summary>
    public int CachedRows { get; init; } = 500_000;

    /// <summary>Messages from which on a mailbox's rows are kept in a file too.</summary>
    internal int RowFileFrom { get; init; } = 20_000;

    /// <summary>Octets of a message's text that the search index keeps; the rest is read from the message.</summary>
    public int MaxSearchText { get; init; } = 1 << 20;

    /// <summary>What taking text out of attachments may cost.</summary>
    public AttachmentLimits Attachments { get; init; } = AttachmentLimits.Default;

    /// <summary>Where the search index is kept.</summary>
    public SearchPlace SearchPlace { get; init; } = SearchPlace.Auto;

    /// <summary>The accounts that an index in a file takes in, where several nodes have one each.</summary>
    public SearchShare SearchShare { get; init; } = SearchShare.All;

    /// <summary>How long a removed email can still be found.</summary>
    public TimeSpan ExpungedKeep { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Where large bodies are: <c>local:</c> under the data folder, or <c>s3://bucket?endpoint=https://host</c>.</summary>
    public string BlobsUrl { get; init; } = "local:";

    /// <summary>How nodes hear of each other's changes: <c>memory:</c> where there is one node, or <c>redis://host:port</c>.</summary>
    public string EventsUrl { get; init; } = "memory:";

    /// <summary>How long the way of each message is kept.</summary>
    public TimeSpan TraceKeep { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long reports that others sent about our domains are kept.</summary>
    public TimeSpan ReportKeep { get; init; } = TimeSpan.FromDays(400);

    /// <summary>How much is kept for reports to others.</summary>
    public ReportBounds Reports { get; init; } = new(100_000, 10_000);

    /// <summary>How much is kept of failures of single messages that are to be told.</summary>
    public ReportBounds Failures { get; init; } = new(1_000, 5) { Pending = 1_000 };

    /// <summary>How long logins are remembered; zero: they are not.</summary>
    public TimeSpan LoginHistoryKeep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Most entries that the rights of a mailbox have.</summary>
    public int MaxAclEntries { get; init; } = 1000;

    /// <summary>How long an unreferenced blob is kept.</summary>
    public TimeSpan BlobGrace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What an account may store by its own row, or where that says nothing, by these options.</summary>
    internal QuotaLimit QuotaOf(long bytes, long messages, long mailboxes = 0) =>
        new(bytes > 0 ? bytes : QuotaBytes, messages > 0 ? messages : QuotaMessages) { Mailboxes = mailboxes > 0 ? mailboxes : MaxMailboxes };
}
