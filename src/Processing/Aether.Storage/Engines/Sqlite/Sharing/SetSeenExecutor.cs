using System.Runtime.InteropServices;
using Aether.Storage.Changes;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;
using Aether.Storage.Sharing;

namespace Aether.Storage.Engines.Sqlite.Sharing;

/// <summary>Flips a reader's bits, block by block, and gives the messages a new mod-sequence.</summary>
internal sealed class SetSeenExecutor : SqliteExecutor<SetSeen, SeenResult>
{
    protected override SeenResult Execute(SqliteWrite db, SetSeen op)
    {
        var rows = MessageRows.Read(db, op.Account, op.Mailbox, op.Uids).Where(row => op.UnchangedSince is not { } since || row.ModSeq <= since);
        var changed = new List<(Uid Uid, EmailId Email)>();
        foreach (var block in rows.GroupBy(static row => row.Uid.Value >> SeenSet.BlockBits).ToList())
        {
            byte[] bits = Find(db, op, block.Key);
            int before = changed.Count;
            foreach (var row in block.Where(row => SeenSet.Has(bits, row.Uid) != op.Mark is SeenMark.Set))
            {
                SeenSet.Flip(bits, row.Uid);
                changed.Add((row.Uid, row.Email));
            }
            if (changed.Count > before)
                Keep(db, op, block.Key, bits);
        }
        if (changed.Count == 0)
            return new SeenResult([], default);

        var modSeq = db.NextModSeq(op.Account);
        MessageRows.Touch(db, op.Account, op.Mailbox, UidRanges.Of(changed.Select(static message => message.Uid)), modSeq);
        db.Changed(op.Account, op.Mailbox, modSeq, ChangeKind.Changed, CollectionsMarshal.AsSpan(changed));
        return new SeenResult(changed.ConvertAll(static message => message.Uid), modSeq);
    }

    private static byte[] Find(SqliteWrite db, SetSeen op, uint block)
    {
        using var find = db.Prepare("SELECT bits FROM seen WHERE account_id = ? AND mailbox_id = ? AND reader_id = ? AND block = ?")
            .Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(op.Reader.Value).Bind(block);
        return find.Step() ? find.Bytes(0) : new byte[SeenSet.BlockBytes];
    }

    private static void Keep(SqliteWrite db, SetSeen op, uint block, byte[] bits) => db.Prepare("""
        INSERT INTO seen (account_id, mailbox_id, reader_id, block, bits) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (account_id, mailbox_id, reader_id, block) DO UPDATE SET bits = excluded.bits
        """).Bind(op.Account.Value).Bind(op.Mailbox.Value).Bind(op.Reader.Value).Bind(block).Bind(bits).Run();
}
