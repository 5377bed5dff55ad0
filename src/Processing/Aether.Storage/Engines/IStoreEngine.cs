using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Backup;
using Aether.Storage.Blobs;
using Aether.Storage.Certificates;
using Aether.Storage.Committing;
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

namespace Aether.Storage.Engines;

/// <summary>What a database has to give to the store: the committer of changes and the queries.</summary>
internal interface IStoreEngine : IAsyncDisposable
{
    ICommitter Committer { get; }

    IDirectoryReads Directory { get; }

    IMailboxReads Mailboxes { get; }

    IMessageReads Messages { get; }

    IBlobReads Blobs { get; }

    IQueueReads Queue { get; }

    ISuppressionReads Suppressions { get; }

    ITlsPolicyReads TlsPolicies { get; }

    ICertificateReads Certificates { get; }

    IReportReads Reports { get; }

    /// <summary>What the search index follows.</summary>
    ISearchSource Search { get; }

    /// <returns>A search index in the database itself; null where that has none.</returns>
    ISearchIndex? NewSearchIndex();

    IVerifyReads Verification { get; }

    ISegmentReads Segments { get; }

    IQuotaReads Quotas { get; }

    IAclReads Acl { get; }

    IMetadataReads Metadata { get; }

    IAnnotationReads Annotations { get; }

    ITraceReads Traces { get; }

    ILoginReads Logins { get; }

    IGrantReads Grants { get; }

    /// <summary>Other processes may work on it at the same time.</summary>
    bool IsShared { get; }

    /// <summary>When it was opened, no email had, or had had, an id from this one on.</summary>
    long NextEmailId { get; }

    /// <summary>Why it can't work at the moment; null when all is well.</summary>
    string? Trouble { get; }

    /// <returns>What a backup reads.</returns>
    IStoreSnapshots NewSnapshots(LargeBlobs large, StoreContext context);

    /// <summary>Nothing was asked for a while: gives back what is kept in memory only to be faster next time.</summary>
    Task RestAsync();

    /// <summary>Lets go of it at once: it was opened and the store could not be.</summary>
    void Abandon();
}
