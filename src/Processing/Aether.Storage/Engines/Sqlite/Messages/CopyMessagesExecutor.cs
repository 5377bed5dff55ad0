using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Adds rows of the same emails to another mailbox, with the flags they have. RFC 9051 §6.4.7.</summary>
internal sealed class CopyMessagesExecutor : SqliteExecutor<CopyMessages, CopyResult>
{
    protected override CopyResult Execute(SqliteWrite db, CopyMessages op)
    {
        var rows = op.Uids.Ranges.SelectMany(range => MessageRows.Read(db, op.Account, op.Source, range)).ToList();
        long bytes = rows.Sum(entry => entry.Row.Size);
        var status = MessageTarget.Check(db, op.Account, op.Target, bytes, rows.Count, out var target);
        if (status is not MessageStatus.Done || rows.Count == 0)
            return new CopyResult(status, target.UidValidity, []);

        var modSeq = MessageRows.CountUp(db, op.Account, rows.Count, bytes);
        var added = new (Uid, EmailId)[rows.Count];
        var pairs = new CopyResult.Pair[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            var (row, thread) = rows[i];
            var uid = MessageRows.Insert(db, target, row with { ModSeq = modSeq }, thread, op.Now);
            AnnotationRows.Copy(db, op.Account, (op.Source, row.Uid), (op.Target, uid), modSeq);
            MessageRows.SetPlaces(db, op.Account, row.Email, [.. MessageRows.PlacesOf(db, op.Account, row.Email), (op.Target, uid)]);
            added[i] = (uid, row.Email);
            pairs[i] = new CopyResult.Pair(row.Uid, uid);
        }
        db.Changed(op.Account, op.Target, modSeq, ChangeKind.Added, added);
        return new CopyResult(MessageStatus.Done, target.UidValidity, pairs);
    }
}
