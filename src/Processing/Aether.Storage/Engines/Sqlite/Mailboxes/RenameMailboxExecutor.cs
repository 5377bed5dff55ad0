using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Mailboxes;

/// <summary>Hangs a mailbox in under another name; its children hang on its id and come along.</summary>
internal sealed class RenameMailboxExecutor : SqliteExecutor<RenameMailbox, MailboxStatus>
{
    protected override MailboxStatus Execute(SqliteWrite db, RenameMailbox op)
    {
        if (MailboxRows.Count(db, op.Account) + op.Levels.Length > MailboxRows.Most(db, op.Account, op.MaxMailboxes))
            return MailboxStatus.TooMany;

        var modSeq = db.NextModSeq(op.Account);
        long parent = 0;
        foreach (string level in op.Levels.AsSpan(..^1))
        {
            // Below itself: nothing was created yet on this path, for the mailbox itself stands on it.
            if (parent == op.Mailbox.Value)
                return MailboxStatus.NotAllowed;
            parent = MailboxRows.Ensure(db, op.Account, parent, level, modSeq);
        }
        if (parent == op.Mailbox.Value)
            return MailboxStatus.NotAllowed;
        if (MailboxRows.FindChild(db, op.Account, parent, op.Levels[^1]) is not null)
            return MailboxStatus.AlreadyExists;

        db.Prepare("UPDATE mailbox SET parent_id = ?, name = ? WHERE account_id = ? AND id = ?")
            .Bind(parent).Bind(op.Levels[^1]).Bind(op.Account.Value).Bind(op.Mailbox.Value).Run();
        if (db.Changes == 0)
            return MailboxStatus.NoSuchMailbox;
        db.MailboxChanged(op.Account, op.Mailbox, modSeq, ChangeKind.Changed);
        return MailboxStatus.Done;
    }
}
