using Aether.Storage.Accounts;
using Aether.Storage.Annotations;
using Aether.Storage.Bodies;
using Aether.Storage.Certificates;
using Aether.Storage.Logins;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;
using Aether.Storage.Reports;
using Aether.Storage.Sharing;
using Aether.Storage.Suppressions;

namespace Aether.Storage.Backup;

/// <summary>A store as it was at one moment, whatever happens to it meanwhile. Bodies it names stay readable until it is disposed.</summary>
internal sealed class StoreView(IDirectoryReads directory, ILoginReads logins, IMailboxReads mailboxes, IMessageReads messages, IQueueReads queue, IQuotaReads quotas, ISuppressionReads suppressions, IAclReads acl, IMetadataReads metadata, IReportReads reports, IAnnotationReads annotations, ICertificateReads certificates, BodyStore bodies, Action release) : IDisposable
{
    public IDirectoryReads Directory => directory;

    public ILoginReads Logins => logins;

    public IMailboxReads Mailboxes => mailboxes;

    public IMessageReads Messages => messages;

    public IQueueReads Queue => queue;

    public IQuotaReads Quotas => quotas;

    public ISuppressionReads Suppressions => suppressions;

    public IAclReads Acl => acl;

    public IMetadataReads Metadata => metadata;

    public IReportReads Reports => reports;

    public IAnnotationReads Annotations => annotations;

    public ICertificateReads Certificates => certificates;

    public BodyStore Bodies => bodies;

    public void Dispose() => release();
}
