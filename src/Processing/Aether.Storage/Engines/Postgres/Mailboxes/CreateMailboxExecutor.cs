using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Mailboxes;

/// <summary>Inserts a mailbox and its missing levels; a bare level becomes a mailbox again.</summary>
internal sealed class CreateMailboxExecutor : PostgresExecutor<CreateMailbox, MailboxStatus>
{
    protected override void Add(PostgresBatch batch, CreateMailbox op) => batch.Call("create_mailbox", 4).Add(op.Account.Value).Add(op.Levels).Add((int)op.Use).Add(op.MaxMailboxes);

    protected override MailboxStatus Read(PostgresAnswer answer, CreateMailbox op)
    {
        if (!answer.IsNull(1))
            answer.MailboxesChanged(op.Account, answer.Long(1));
        return answer.Named<MailboxStatus>(0);
    }
}
