using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Takes rows out of one mailbox and into another in one step. RFC 6851 §3.3.</summary>
internal sealed class MoveMessagesExecutor : SqliteExecutor<MoveMessages, CopyResult>
{
    protected override CopyResult Execute(SqliteWrite db, MoveMessages op)
    {
        var rows = op.Uids.Ranges.SelectMany(range => MessageRows.Read(db, op.Account, op.Source, range)).ToList();
        var status = MessageTarget.Check(db, op.Account, op.Target, 0, 0, out var target);
        if (status is MessageStatus.NoSuchMailbox || rows.Count == 0)
            return new CopyResult(status is MessageStatus.NoSuchMailbox ? status : MessageStatus.Done, target.UidValidity, []);

        // A move adds nothing to the account, so a full one may still tidy up.
        var modSeq = db.NextModSeq(op.Account);
        var added = new (Uid, EmailId)[rows.Count];
        var pairs = new CopyResult.Pair[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            var (row, thread) = rows[i];
            var uid = MessageRows.Insert(db, target, row with { ModSeq = modSeq }, thread, op.Now);
            AnnotationRows.Copy(db, op.Account, (op.Source, row.Uid), (op.Target, uid), modSeq);
            MessageRows.Delete(db, op.Account, op.Source, row);
            var places = MessageRows.PlacesOf(db, op.Account, row.Email);
            places.Remove((op.Source, row.Uid));
            places.Add((op.Target, uid));
            MessageRows.SetPlaces(db, op.Account, row.Email, places);
            added[i] = (uid, row.Email);
            pairs[i] = new CopyResult.Pair(row.Uid, uid);
        }
        var gone = rows.ConvertAll(entry => entry.Row);
        MessageRows.CountDown(db, op.Account, op.Source, modSeq, gone);
        db.Changed(op.Account, op.Source, modSeq, ChangeKind.Removed, gone.Select(row => (row.Uid, row.Email)).ToArray());
        db.Changed(op.Account, op.Target, modSeq, ChangeKind.Added, added);
        return new CopyResult(MessageStatus.Done, target.UidValidity, pairs);
    }
}
