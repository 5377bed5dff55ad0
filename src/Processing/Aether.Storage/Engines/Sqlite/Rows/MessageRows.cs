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

    /// <summary>Inserts the row of a message in a mailbox under its next UID, and counts it there.</summary>
    /// <param name="row">The message; its UID is not known yet.</param>
    /// <param name="now">When it comes into the mailbox. RFC 8514.</param>
    public static Uid Insert(SqliteWrite db, MessageTarget target, MessageRow row, long thread, DateTimeOffset now)
    {
        Uid uid;
        using (var take = db.Prepare("""
            UPDATE mailbox SET uidnext = uidnext + 1, highestmodseq = ?, msgs = msgs + 1, unseen = unseen + ?, bytes = bytes + ?
            WHERE account_id = ? AND id = ? RETURNING uidnext - 1
            """).Bind(row.ModSeq.Value).Bind(row.System.HasFlag(SystemFlags.Seen) ? 0 : 1).Bind(row.Size).Bind(target.Account.Value).Bind(target.Mailbox.Value))
        {
            uid = take.Step() ? new Uid((uint)take.Long(0)) : throw new InvalidOperationException($"Mailbox {target.Mailbox} is gone.");
        }

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

    /// <summary>The rows of a range, as they are.</summary>
    public static List<(MessageRow Row, long Thread)> Read(SqliteWrite db, AccountId account, MailboxId mailbox, (uint First, uint Last) range)
    {
        var rows = new List<(MessageRow, long)>();
        using var list = db.Prepare("SELECT uid, email_id, modseq, flags, internaldate, size, thread_id FROM message WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ? ORDER BY uid")
            .Bind(account.Value).Bind(mailbox.Value).Bind(range.First).Bind(range.Last);
        while (list.Step())
            rows.Add((ReadRow(list), list.Long(6)));
        return rows;
    }

    /// <summary>Reads uid, email_id, modseq, flags, internaldate, size from the first six columns.</summary>
    public static MessageRow ReadRow(SqliteStatement row) =>
        new(new Uid((uint)row.Long(0)), new EmailId(row.Long(1)), new ModSeq(row.Long(2)), row.Long(3), row.Long(4), row.Long(5));

    /// <summary>Deletes one row with what is noted on it, and takes it off the counters of its mailbox; the account's are the caller's.</summary>
    public static void Delete(SqliteWrite db, AccountId account, MailboxId mailbox, MessageRow row)
    {
        db.Prepare("DELETE FROM message WHERE account_id = ? AND mailbox_id = ? AND uid = ?").Bind(account.Value).Bind(mailbox.Value).Bind(row.Uid.Value).Run();
        AnnotationRows.Drop(db, account, mailbox, row.Uid);
    }

    /// <summary>Takes removed messages off a mailbox's counters.</summary>
    public static void CountDown(SqliteWrite db, AccountId account, MailboxId mailbox, ModSeq modSeq, IReadOnlyCollection<MessageRow> gone)
    {
        db.Prepare("UPDATE mailbox SET highestmodseq = ?, msgs = msgs - ?, unseen = unseen - ?, bytes = bytes - ? WHERE account_id = ? AND id = ?")
            .Bind(modSeq.Value).Bind(gone.Count).Bind(gone.Count(row => !row.System.HasFlag(SystemFlags.Seen))).Bind(gone.Sum(row => row.Size))
            .Bind(account.Value).Bind(mailbox.Value).Run();
    }

    /// <summary>Where an email is; empty when it is in no mailbox any more.</summary>
    public static List<(MailboxId Mailbox, Uid Uid)> PlacesOf(SqliteWrite db, AccountId account, EmailId email)
    {
        using var find = db.Prepare("SELECT places FROM email WHERE account_id = ? AND id = ?").Bind(account.Value).Bind(email.Value);
        return find.Step() ? Places.Unpack(find.Span(0)) : [];
    }

    public static void SetPlaces(SqliteWrite db, AccountId account, EmailId email, IReadOnlyList<(MailboxId Mailbox, Uid Uid)> places) =>
        db.Prepare("UPDATE email SET places = ? WHERE account_id = ? AND id = ?").Bind(Places.Pack(places)).Bind(account.Value).Bind(email.Value).Run();
}
