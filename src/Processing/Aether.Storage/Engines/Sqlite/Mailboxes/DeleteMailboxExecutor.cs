using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Mailboxes;

/// <summary>Deletes an empty mailbox, or leaves it as a bare level above its children.</summary>
internal sealed class DeleteMailboxExecutor : SqliteExecutor<DeleteMailbox, MailboxStatus>
{
    protected override MailboxStatus Execute(SqliteWrite db, DeleteMailbox op)
    {
        bool selectable;
        using (var find = db.Prepare("SELECT selectable, msgs FROM mailbox WHERE account_id = ? AND id = ?").Bind(op.Account.Value).Bind(op.Mailbox.Value))
        {
            if (!find.Step())
                return MailboxStatus.NoSuchMailbox;
            selectable = find.Int(0) == 1;
            if (find.Long(1) > 0)
                return MailboxStatus.NotEmpty;
        }

        bool parent = MailboxRows.HasChildren(db, op.Account, op.Mailbox);
        if (parent && !selectable)
            return MailboxStatus.NotAllowed;

        string change = parent
            ? "UPDATE mailbox SET selectable = 0, role = 0 WHERE account_id = ? AND id = ?"
            : "DELETE FROM mailbox WHERE account_id = ? AND id = ?";
        db.Prepare(change).Bind(op.Account.Value).Bind(op.Mailbox.Value).Run();
        SharingRows.Drop(db, op.Account, op.Mailbox);
        db.MailboxChanged(op.Account, op.Mailbox, db.NextModSeq(op.Account), ChangeKind.Removed);
        return MailboxStatus.Done;
    }
}
