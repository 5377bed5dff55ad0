using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;
using Aether.Storage.Changes;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>Puts an accepted message where its plan says: local mailboxes and queue, sharing one blob; all or nothing.</summary>
internal static class AcceptanceRows
{
    public static AcceptResult Store(SqliteWrite db, StoredMessage message, AcceptPlan plan, DateTimeOffset now)
    {
        var statuses = new MessageStatus[plan.Local.Count];
        var targets = new MessageTarget[plan.Local.Count];
        bool refused = false;
        for (int i = 0; i < statuses.Length; i++)
        {
            var delivery = plan.Local[i];
            statuses[i] = MessageTarget.Check(db, delivery.Account, delivery.Target, message.Body.Size + delivery.Prefix.Length, 1, out targets[i]);
            refused |= statuses[i] is not MessageStatus.Done;
            if (statuses[i] is MessageStatus.Done)
                db.Quotas.Promise(targets[i].Domain, message.Body.Size + delivery.Prefix.Length, 1);
        }
        db.Quotas.Redeem();
        var queued = plan.Queued is { Recipients.Count: > 0 } entry ? entry : null;
        if (refused || (queued is null && targets.Length == 0))
            return new AcceptResult(statuses, null);

        var blob = db.AddBlob(message.Body, targets.Length + (queued is null ? 0 : 1));
        for (int i = 0; i < targets.Length; i++)
            Deliver(db, targets[i], message, blob, plan.Local[i].Prefix, now);
        return new AcceptResult(statuses, queued is null ? null : QueueRows.Insert(db, message, blob, plan.MessageId, queued, now));
    }

    private static void Deliver(SqliteWrite db, MessageTarget target, StoredMessage message, BlobId blob, ReadOnlyMemory<byte> prefix, DateTimeOffset now)
    {
        long size = message.Body.Size + prefix.Length;
        var modSeq = MessageRows.CountUp(db, target.Account, 1, size);
        var row = new MessageRow(default, default, modSeq, 0, now.ToUnixTimeSeconds(), size);
        var uid = MessageRows.Add(db, target, message, blob, prefix, row, now);
        db.Changed(target.Account, target.Mailbox, modSeq, ChangeKind.Added, [(uid, new EmailId(db.LastRowId))]);
    }
}
