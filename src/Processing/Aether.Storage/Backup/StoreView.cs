using Aether.Storage.Accounts;
using Aether.Storage.Bodies;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;
using Aether.Storage.Queue;
using Aether.Storage.Quotas;

namespace Aether.Storage.Backup;

/// <summary>A store as it was at one moment, whatever happens to it meanwhile. Bodies it names stay readable until it is disposed.</summary>
internal sealed class StoreView(IDirectoryReads directory, IMailboxReads mailboxes, IMessageReads messages, IQueueReads queue, IQuotaReads quotas, BodyStore bodies, Action release) : IDisposable
{
    public IDirectoryReads Directory => directory;

    public IMailboxReads Mailboxes => mailboxes;

    public IMessageReads Messages => messages;

    public IQueueReads Queue => queue;

    public IQuotaReads Quotas => quotas;

    public BodyStore Bodies => bodies;

    public void Dispose() => release();
}
