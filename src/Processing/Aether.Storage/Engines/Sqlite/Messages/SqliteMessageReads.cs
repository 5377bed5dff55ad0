using Aether.Storage.Changes;
using Aether.Storage.Damage;
using Aether.Storage.Engines.Sqlite.Rows;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Messages;

/// <summary>The queries on messages on SQLite.</summary>
internal sealed class SqliteMessageReads(SqliteReaders readers, DamageReports damage) : IMessageReads
{
    private const string RowColumns = "SELECT uid, email_id, modseq, flags, internaldate, size FROM message WHERE account_id = ? AND mailbox_id = ?";

    /// <summary>Above this many changed messages, and this part of a mailbox, a scan of it is cheaper than a look-up each.</summary>
    private const int ScanAbove = 2000;

    private const int ScanRatio = 20;

    public ValueTask<RowPages> ListAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => readers.ReadAsync((account, mailbox), static (db, key) =>
    {
        var rows = new RowPages();
        using var list = db.Prepare($"{RowColumns} ORDER BY uid").Bind(key.account.Value).Bind(key.mailbox.Value);
        while (list.Step())
            rows.Append(MessageRows.ReadRow(list));
        return rows;
    }, ct);

    public ValueTask<MailboxChanges> ChangesAsync(AccountId account, MailboxId mailbox, ModSeq since, CancellationToken ct) =>
        readers.ReadSnapshotAsync((account, mailbox, since), static (db, key) => ReadChanges(db, key.account, key.mailbox, key.since), ct);

    public ValueTask<IReadOnlyList<EmailRow>> ReadEmailsAsync(AccountId account, ReadOnlyMemory<EmailId> emails, CancellationToken ct) =>
        readers.ReadSnapshotAsync((account, emails, damage), static (db, key) => new SqliteEmails(db, key.account, key.damage).Read(key.emails.Span), ct);

    public ValueTask<IReadOnlyDictionary<uint, long>> SavedAsync(AccountId account, MailboxId mailbox, Uid first, Uid last, CancellationToken ct) => readers.ReadAsync((account, mailbox, first, last), static (db, key) =>
    {
        var saved = new Dictionary<uint, long>();
        using var list = db.Prepare("SELECT uid, saved FROM message WHERE account_id = ? AND mailbox_id = ? AND uid BETWEEN ? AND ? AND saved IS NOT NULL")
            .Bind(key.account.Value).Bind(key.mailbox.Value).Bind(key.first.Value).Bind(key.last.Value);
        while (list.Step())
            saved[(uint)list.Long(0)] = list.Long(1);
        return (IReadOnlyDictionary<uint, long>)saved;
    }, ct);

    public ValueTask<KeywordTable> KeywordsAsync(AccountId account, CancellationToken ct) => readers.ReadAsync(account, static (db, account) =>
    {
        using var list = db.Prepare("SELECT bit, name FROM keyword WHERE account_id = ?").Bind(account.Value);
        return KeywordRows.Read(list);
    }, ct);

    private static MailboxChanges ReadChanges(SqliteConnection db, AccountId account, MailboxId mailbox, ModSeq since)
    {
        MailboxCounters now;
        using (var find = db.Prepare("SELECT uidvalidity, uidnext, highestmodseq, msgs, unseen, bytes FROM mailbox WHERE account_id = ? AND id = ? AND selectable = 1")
            .Bind(account.Value).Bind(mailbox.Value))
        {
            if (!find.Step())
                return MailboxChanges.Gone(since);
            now = new MailboxCounters((uint)find.Long(0), new Uid((uint)find.Long(1)), new ModSeq(find.Long(2)), find.Int(3), find.Int(4), find.Long(5));
        }
        if (now.HighestModSeq <= since)
            return new MailboxChanges([], [], now, Exists: true);

        if (IsBelowFloor(db, account, since))
            return new MailboxChanges(Scan(db, account, mailbox, since), Gaps(db, account, mailbox, now.UidNext), now, Exists: true);

        var touched = new SortedSet<uint>();
        var vanished = new SortedSet<uint>();
        using (var log = db.Prepare("SELECT op, ids FROM change_log WHERE account_id = ? AND modseq > ? AND kind = 0 AND container_id = ? ORDER BY modseq")
            .Bind(account.Value).Bind(since.Value).Bind(mailbox.Value))
        {
            while (log.Step())
                ChangedIds.AddUids(log.Span(1), (ChangeKind)log.Int(0) is ChangeKind.Removed ? vanished : touched);
        }
        touched.ExceptWith(vanished);
        var rows = touched.Count > Math.Max(ScanAbove, now.Messages / ScanRatio) ? Scan(db, account, mailbox, since) : LookUp(db, account, mailbox, touched);
        return new MailboxChanges(rows, [.. vanished.Select(uid => new Uid(uid))], now, Exists: true);
    }

    private static bool IsBelowFloor(SqliteConnection db, AccountId account, ModSeq since)
    {
        using var find = db.Prepare("SELECT log_floor FROM account WHERE id = ?").Bind(account.Value);
        return find.Step() && since.Value < find.Long(0);
    }

    /// <summary>Every UID that was given out and is not there: more than vanished since, and none too few (RFC 7162 §3.2.5.2 allows it).</summary>
    private static List<Uid> Gaps(SqliteConnection db, AccountId account, MailboxId mailbox, Uid uidNext)
    {
        var gaps = new List<Uid>();
        uint next = 1;
        using (var list = db.Prepare("SELECT uid FROM message WHERE account_id = ? AND mailbox_id = ? ORDER BY uid").Bind(account.Value).Bind(mailbox.Value))
        {
            while (list.Step())
            {
                for (uint uid = (uint)list.Long(0); next < uid; next++)
                    gaps.Add(new Uid(next));
                next++;
            }
        }
        for (; next < uidNext.Value; next++)
            gaps.Add(new Uid(next));
        return gaps;
    }

    private static List<MessageRow> Scan(SqliteConnection db, AccountId account, MailboxId mailbox, ModSeq since)
    {
        var rows = new List<MessageRow>();
        using var list = db.Prepare($"{RowColumns} AND modseq > ? ORDER BY uid").Bind(account.Value).Bind(mailbox.Value).Bind(since.Value);
        while (list.Step())
            rows.Add(MessageRows.ReadRow(list));
        return rows;
    }

    private static List<MessageRow> LookUp(SqliteConnection db, AccountId account, MailboxId mailbox, SortedSet<uint> uids)
    {
        var rows = new List<MessageRow>(uids.Count);
        foreach (uint uid in uids)
        {
            using var find = db.Prepare($"{RowColumns} AND uid = ?").Bind(account.Value).Bind(mailbox.Value).Bind(uid);
            if (find.Step())
                rows.Add(MessageRows.ReadRow(find));
        }
        return rows;
    }
}
