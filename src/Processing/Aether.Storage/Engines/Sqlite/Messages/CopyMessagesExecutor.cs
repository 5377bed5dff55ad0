using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Adds rows of the same emails to another mailbox, with the flags they have. RFC 9051 §6.4.7.</summary>
internal sealed class CopyMessagesExecutor : SqliteExecutor<CopyMessages, CopyResult>
{
    protected override CopyResult Execute(SqliteWrite db, CopyMessages op)
    {
        var rows = MessageRows.Read(db, op.Account, op.Source, op.Uids);
        long bytes = rows.Bytes;
        var status = MessageTarget.Check(db, op.Account, op.Target, bytes, rows.Count, out var target);
        if (status is not MessageStatus.Done || rows.Count == 0)
            return new CopyResult(status, target.UidValidity, []);

        var modSeq = MessageRows.CountUp(db, op.Account, rows.Count, bytes);
        var copies = CopiedRows.Insert(db, op.Source, target, rows, modSeq, op.Now);
        PlaceRows.Add(db, op.Account, op.Source, op.Target, copies.Runs);
        db.Changed(op.Account, op.Target, modSeq, ChangeKind.Added, copies.Added());
        return new CopyResult(MessageStatus.Done, target.UidValidity, copies.Pairs());
    }
}
