using Aether.Storage.Engines.Postgres.Writing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Postgres.Mailboxes;

/// <summary>Inserts or deletes a subscribed name.</summary>
internal sealed class SetSubscriptionExecutor : PostgresExecutor<SetSubscription, MailboxStatus>
{
    protected override void Add(PostgresBatch batch, SetSubscription op) => batch.Call("set_subscription", 3).Add(op.Account.Value).Add(op.Path).Add(op.Change is SubscriptionChange.Subscribe);

    protected override MailboxStatus Read(PostgresAnswer answer, SetSubscription op)
    {
        if (!answer.IsNull(1))
            answer.MailboxesChanged(op.Account, answer.Long(1));
        return answer.Named<MailboxStatus>(0);
    }
}
