using Aether.Storage.Bodies;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>What executors do to the message and email tables, with the counters that go with them.</summary>
internal static class MessageRows
{
    /// <summary>Adds to the counters of an account, and of what it shares in, and takes its next mod-sequence.</summary>
    public static ModSeq CountUp(SqliteWrite db, AccountId account, long messages, long bytes)
    {
        using var count = db.Prepare("UPDATE account SET modseq = modseq + 1, msgs = msgs + ?, used_bytes = used_bytes + ? WHERE id = ? RETURNING modseq, domain")
            .Bind(messages).Bind(bytes).Bind(account.Value);
        if (!count.Step())
            throw new InvalidOperationException($"Account {account} is gone.");
        db.Quotas.Count(count.Text(1), bytes, messages);
        return new ModSeq(count.Long(0));
    }

    /// <summary>Counts messages in a mailbox and takes as many of its next UIDs.</summary>
    /// <returns>The first of them.</returns>
    public static Uid TakeUids(SqliteWrite db, MessageTarget target, ModSeq modSeq, int count, int unseen, long bytes)
    {
        using var take = db.Prepare("""
            UPDATE mailbox SET uidnext = uidnext + ?1, highestmodseq = ?2, msgs = msgs + ?1, unseen = unseen + ?3, bytes = bytes + ?4
            WHERE account_id = ?5 AND id = ?6 RETURNING uidnext - ?1
            """).Bind(count).Bind(modSeq.Value).Bind(unseen).Bind(bytes).Bind(target.Account.Value).Bind(target.Mailbox.Value);
        return take.Step() ? new Uid((uint)take.Long(0)) : throw new InvalidOperationException($"Mailbox {target.Mailbox} is gone.");
    }

    /// <summary>Inserts the row of a message in a mailbox under its next UID, and counts it there.</summary>
    /// <param name="row">The message; its UID is not known yet.</param>
    /// <param name="now">When it comes into the mailbox. RFC 8514.</param>
    public static Uid Insert(SqliteWrite db, MessageTarget target, MessageRow row, long thread, DateTimeOffset now)
    {
        var uid = TakeUids(db, target, row.ModSeq, 1, row.System.HasFlag(SystemFlags.Seen) ? 0 : 1, row.Size);
        db.Prepare("INSERT INTO message (account_id, mailbox_id, uid, email_id, thread_id, modseq, flags, internaldate, size, saved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(target.Account.Value).Bind(target.Mailbox.Value).Bind(uid.Value).Bind(row.Email.Value).Bind(thread).Bind(row.ModSeq.Value)
            .Bind(row.Flags).Bind(row.InternalSeconds).Bind(row.Size).Bind(now.ToUnixTimeSeconds()).Run();
        return uid;
    }

    /// <summary>Stores a message new to the account: its email row and its row in one mailbox.</summary>
    public static Uid Add(SqliteWrite db, MessageTarget target, StoredMessage message, BlobId blob, ReadOnlyMemory<byte> prefix, MessageRow row, DateTimeOffset now)
    {
        row = row with { Email = db.NextEmailId() };
        long thread = db.Threads.Join(target.Account, row.Email, message.Threads, out var unseen);
        var uid = Insert(db, target, row, thread, now);
        var facts = message.Facts;
        db.Prepare("""
            INSERT INTO email (id, account_id, blob_id, blob_size, thread_id, places, prefix, envelope, bodystructure, parts, refs)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """).Bind(row.Email.Value).Bind(target.Account.Value).Bind(blob.Value).Bind(message.Body.Size).Bind(thread)
            .Bind(Places.Pack([(target.Mailbox, uid)])).Bind(prefix.Span).Bind(facts.Envelope.Span).Bind(facts.BodyStructure.Span).Bind(facts.Parts.Span).Bind(unseen.Pack()).Run();
        return uid;
    }

    /// <summary>The rows of ranges, as they are, by UID.</summary>
    public static RowBatch Read(SqliteWrite db, AccountId account, MailboxId mailbox, UidRanges uids)
    {
        var rows = new MessageRow[uids.Count];
        int count = 0;
        foreach (var (first, last) in uids.Ranges)
        {
            using var list = db.Prepare("SELECT uid, email_id, modseq, flags, internaldate, size FROM message WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ? ORDER BY uid")
                .Bind(account.Value).Bind(mailbox.Value).Bind(first).Bind(last);
            while (list.Step())
                rows[count++] = ReadRow(list);
        }
        return new RowBatch(rows, count);
    }

    /// <summary>Reads uid, email_id, modseq, flags, internaldate, size from the first six columns.</summary>
    public static MessageRow ReadRow(SqliteStatement row) =>
        new(new Uid((uint)row.Long(0)), new EmailId(row.Long(1)), new ModSeq(row.Long(2)), row.Long(3), row.Long(4), row.Long(5));

    public static ModSeq HighestModSeq(SqliteWrite db, AccountId account, MailboxId mailbox)
    {
        using var find = db.Prepare("SELECT highestmodseq FROM mailbox WHERE account_id = ? AND id = ?").Bind(account.Value).Bind(mailbox.Value);
        return find.Step() ? new ModSeq(find.Long(0)) : default;
    }

    /// <summary>Something about messages changed besides their flags.</summary>
    /// <param name="uids">Of rows that are there.</param>
    public static void Touch(SqliteWrite db, AccountId account, MailboxId mailbox, UidRanges uids, ModSeq modSeq)
    {
        foreach (var (first, last) in uids.Ranges)
        {
            db.Prepare("UPDATE message SET modseq = ? WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ?")
                .Bind(modSeq.Value).Bind(account.Value).Bind(mailbox.Value).Bind(first).Bind(last).Run();
        }
        db.Prepare("UPDATE mailbox SET highestmodseq = ? WHERE account_id = ? AND id = ?").Bind(modSeq.Value).Bind(account.Value).Bind(mailbox.Value).Run();
    }

    /// <summary>Deletes rows with what is noted on them; the counters are the caller's.</summary>
    /// <param name="uids">Of rows that are there.</param>
    public static void Delete(SqliteWrite db, AccountId account, MailboxId mailbox, UidRanges uids)
    {
        foreach (var (first, last) in uids.Ranges)
        {
            db.Prepare("DELETE FROM message WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ?")
                .Bind(account.Value).Bind(mailbox.Value).Bind(first).Bind(last).Run();
        }
        AnnotationRows.Drop(db, account, mailbox, uids);
    }

    /// <summary>Takes removed messages off a mailbox's counters.</summary>
    public static void CountDown(SqliteWrite db, AccountId account, MailboxId mailbox, ModSeq modSeq, RowBatch gone)
    {
        db.Prepare("UPDATE mailbox SET highestmodseq = ?, msgs = msgs - ?, unseen = unseen - ?, bytes = bytes - ? WHERE account_id = ? AND id = ?")
            .Bind(modSeq.Value).Bind(gone.Count).Bind(gone.Unseen).Bind(gone.Bytes)
            .Bind(account.Value).Bind(mailbox.Value).Run();
    }
}
