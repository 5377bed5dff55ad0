using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Engines.Sqlite.Mailboxes;

/// <summary>Inserts a mailbox and its missing levels; a bare level becomes a mailbox again.</summary>
internal sealed class CreateMailboxExecutor : SqliteExecutor<CreateMailbox, MailboxStatus>
{
    protected override MailboxStatus Execute(SqliteWrite db, CreateMailbox op)
    {
        if (MailboxRows.Count(db, op.Account) + op.Levels.Length > MailboxRows.Most(db, op.Account, op.MaxMailboxes))
            return MailboxStatus.TooMany;

        var modSeq = db.NextModSeq(op.Account);
        long parent = 0;
        foreach (string level in op.Levels.AsSpan(..^1))
            parent = MailboxRows.Ensure(db, op.Account, parent, level, modSeq);
        switch (MailboxRows.FindChild(db, op.Account, parent, op.Levels[^1]))
        {
            case null:
                MailboxRows.Insert(db, op.Account, parent, op.Levels[^1], op.Use, modSeq);
                return MailboxStatus.Done;
            case (_, Selectable: true):
                return MailboxStatus.AlreadyExists;
            case (var id, Selectable: false):
                Revive(db, op, id, modSeq);
                return MailboxStatus.Done;
        }
    }

    private static void Revive(SqliteWrite db, CreateMailbox op, long id, ModSeq modSeq)
    {
        long uidValidity = MailboxRows.NextUidValidity(db, op.Account);
        db.Prepare("UPDATE mailbox SET selectable = 1, role = ?, uidvalidity = ?, uidnext = 1, highestmodseq = ? WHERE account_id = ? AND id = ?")
            .Bind((long)op.Use).Bind(uidValidity).Bind(modSeq.Value).Bind(op.Account.Value).Bind(id).Run();
        db.MailboxChanged(op.Account, new MailboxId(id), modSeq, ChangeKind.Changed);
    }
}
