using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Mailboxes;

/// <summary>Deletes an empty mailbox, or leaves it as a bare level above its children.</summary>
internal sealed class DeleteMailboxExecutor : PostgresExecutor<DeleteMailbox, MailboxStatus>
{
    protected override void Add(PostgresBatch batch, DeleteMailbox op) => batch.Call("delete_mailbox", 2).Add(op.Account.Value).Add(op.Mailbox.Value);

    protected override MailboxStatus Read(PostgresAnswer answer, DeleteMailbox op)
    {
        if (!answer.IsNull(1))
            answer.MailboxesChanged(op.Account, answer.Long(1));
        return answer.Named<MailboxStatus>(0);
    }
}
