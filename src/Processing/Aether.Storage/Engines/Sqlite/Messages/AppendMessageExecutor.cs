using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Stores one message in one mailbox.</summary>
internal sealed class AppendMessageExecutor : SqliteExecutor<AppendMessage, AppendResult>
{
    protected override AppendResult Execute(SqliteWrite db, AppendMessage op)
    {
        long size = op.Message.Body.Size;
        var status = MessageTarget.Check(db, op.Account, op.Target, size, 1, out var target);
        if (status is not MessageStatus.Done)
            return new AppendResult(status, 0, default);

        long flags = (long)op.Flags.System | KeywordRows.MaskOf(db, op.Account, op.Flags, out _);
        var modSeq = MessageRows.CountUp(db, op.Account, 1, size);
        var row = new MessageRow(default, default, modSeq, flags, op.InternalDate.ToUnixTimeSeconds(), size);
        var uid = MessageRows.Add(db, target, op.Message, db.AddBlob(op.Message.Body, 1), default, row, op.Now);
        db.Changed(op.Account, target.Mailbox, modSeq, ChangeKind.Added, [(uid, new EmailId(db.LastRowId))]);
        return new AppendResult(MessageStatus.Done, target.UidValidity, uid);
    }
}
