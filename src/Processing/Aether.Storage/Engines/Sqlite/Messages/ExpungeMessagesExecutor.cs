using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>Removes messages from a mailbox; an email that is in none any more stays findable until the sweeper takes it.</summary>
internal sealed class ExpungeMessagesExecutor : SqliteExecutor<ExpungeMessages, IReadOnlyList<Uid>>
{
    protected override IReadOnlyList<Uid> Execute(SqliteWrite db, ExpungeMessages op)
    {
        var gone = MessageRows.Read(db, op.Account, op.Mailbox, op.Uids);
        if (op.Only is ExpungeOnly.Deleted)
            gone = gone.Only(static row => row.System.HasFlag(SystemFlags.Deleted));
        if (gone.Count == 0)
            return [];

        foreach (var row in PlaceRows.Replace(db, op.Account, op.Mailbox, gone, other: null))
            Keep(db, op, row);
        MessageRows.Delete(db, op.Account, op.Mailbox, gone.Ranges);
        var modSeq = MessageRows.CountUp(db, op.Account, -gone.Count, -gone.Bytes);
        MessageRows.CountDown(db, op.Account, op.Mailbox, modSeq, gone);
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Removed, gone.Ids());
        return gone.Uids();
    }

    /// <summary>Notes for the sweeper where an email was last.</summary>
    private static void Keep(SqliteWrite db, ExpungeMessages op, MessageRow row) =>
        db.Prepare("INSERT INTO expunged (collect_at, email_id, account_id, mailbox_id, flags, internaldate) VALUES (?, ?, ?, ?, ?, ?)")
            .Bind(op.CollectAt.ToUnixTimeMilliseconds()).Bind(row.Email.Value).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(row.Flags).Bind(row.InternalSeconds).Run();
}
