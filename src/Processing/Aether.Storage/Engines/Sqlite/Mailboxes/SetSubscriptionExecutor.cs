using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Mailboxes;

/// <summary>Inserts or deletes a subscribed name.</summary>
internal sealed class SetSubscriptionExecutor : SqliteExecutor<SetSubscription, MailboxStatus>
{
    protected override MailboxStatus Execute(SqliteWrite db, SetSubscription op)
    {
        string change = op.Change is SubscriptionChange.Subscribe
            ? "INSERT OR IGNORE INTO subscription (account_id, path) VALUES (?, ?)"
            : "DELETE FROM subscription WHERE account_id = ? AND path = ?";
        db.Prepare(change).Bind(op.Account.Value).Bind(op.Path).Run();
        if (db.Changes > 0)
            db.NamesChanged(op.Account);
        return MailboxStatus.Done;
    }
}
