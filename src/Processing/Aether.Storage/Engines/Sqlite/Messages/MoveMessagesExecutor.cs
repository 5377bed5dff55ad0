using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Takes rows out of one mailbox and into another in one step. RFC 6851 §3.3.</summary>
internal sealed class MoveMessagesExecutor : SqliteExecutor<MoveMessages, CopyResult>
{
    protected override CopyResult Execute(SqliteWrite db, MoveMessages op)
    {
        var rows = MessageRows.Read(db, op.Account, op.Source, op.Uids);
        var status = MessageTarget.Check(db, op.Account, op.Target, 0, 0, out var target);
        if (status is MessageStatus.NoSuchMailbox || rows.Count == 0)
            return new CopyResult(status is MessageStatus.NoSuchMailbox ? status : MessageStatus.Done, target.UidValidity, []);

        // A move adds nothing to the account, so a full one may still tidy up.
        var modSeq = db.NextModSeq(op.Account);
        var copies = CopiedRows.Insert(db, op.Source, target, rows, modSeq, op.Now);
        PlaceRows.Replace(db, op.Account, op.Source, rows, row => (op.Target, copies.TargetOf(row)));
        MessageRows.Delete(db, op.Account, op.Source, rows.Ranges);
        MessageRows.CountDown(db, op.Account, op.Source, modSeq, rows);
        db.Changed(op.Account, op.Source, modSeq, ChangeKind.Removed, rows.Ids());
        db.Changed(op.Account, op.Target, modSeq, ChangeKind.Added, copies.Added());
        return new CopyResult(MessageStatus.Done, target.UidValidity, copies.Pairs());
    }
}
