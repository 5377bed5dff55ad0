using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Removes messages from a mailbox; an email that is in none any more stays findable until the sweeper takes it.</summary>
internal sealed class ExpungeMessagesExecutor : SqliteExecutor<ExpungeMessages, IReadOnlyList<Uid>>
{
    protected override IReadOnlyList<Uid> Execute(SqliteWrite db, ExpungeMessages op)
    {
        var gone = new List<MessageRow>();
        foreach (var range in op.Uids.Ranges)
        {
            foreach (var (row, _) in MessageRows.Read(db, op.Account, op.Mailbox, range))
            {
                if (op.Only is ExpungeOnly.All || row.System.HasFlag(SystemFlags.Deleted))
                    gone.Add(row);
            }
        }
        if (gone.Count == 0)
            return [];

        foreach (var row in gone)
            Remove(db, op, row);
        var modSeq = MessageRows.CountUp(db, op.Account, -gone.Count, -gone.Sum(row => row.Size));
        MessageRows.CountDown(db, op.Account, op.Mailbox, modSeq, gone);
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Removed, gone.Select(row => (row.Uid, row.Email)).ToArray());
        return gone.ConvertAll(row => row.Uid);
    }

    private static void Remove(SqliteWrite db, ExpungeMessages op, MessageRow row)
    {
        MessageRows.Delete(db, op.Account, op.Mailbox, row);
        var places = MessageRows.PlacesOf(db, op.Account, row.Email);
        places.Remove((op.Mailbox, row.Uid));
        MessageRows.SetPlaces(db, op.Account, row.Email, places);
        if (places.Count > 0)
            return;
        db.Prepare("INSERT INTO expunged (collect_at, email_id, account_id, mailbox_id, flags, internaldate) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(op.CollectAt.ToUnixTimeMilliseconds()).Bind(row.Email.Value).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(row.Flags).Bind(row.InternalSeconds).Run();
    }
}
