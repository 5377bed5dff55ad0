using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Mailboxes;

/// <summary>Hangs a mailbox in under another name; its children hang on its id and come along.</summary>
internal sealed class RenameMailboxExecutor : PostgresExecutor<RenameMailbox, MailboxStatus>
{
    protected override void Add(PostgresBatch batch, RenameMailbox op) => batch.Call("rename_mailbox", 4).Add(op.Account.Value).Add(op.Mailbox.Value).Add(op.Levels).Add(op.MaxMailboxes);

    protected override MailboxStatus Read(PostgresAnswer answer, RenameMailbox op)
    {
        if (!answer.IsNull(1))
            answer.MailboxesChanged(op.Account, answer.Long(1));
        return answer.Named<MailboxStatus>(0);
    }
}
