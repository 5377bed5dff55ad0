using Aether.Storage.Changes;
using Aether.Storage.Engines.Postgres.Reading;
using Aether.Storage.Engines.Postgres.Values;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Postgres.Messages;

/// <summary>The queries on messages on PostgreSQL.</summary>
internal sealed class PostgresMessageReads(PostgresReaders readers) : IMessageReads
{
    private const string RowColumns = "SELECT uid, email_id, modseq, flags, internaldate, size FROM message WHERE account_id = $1 AND mailbox_id = $2";

    /// <summary>Above this many changed messages a scan of the mailbox is cheaper than a look-up each.</summary>
    private const int ScanAbove = 2000;

    public async ValueTask<RowPages> ListAsync(AccountId account, MailboxId mailbox, CancellationToken ct) =>
        RowPages.Of(await readers.ListAsync($"{RowColumns} ORDER BY uid", add => add.Add(account.Value).Add(mailbox.Value), ReadRow, ct));

    public ValueTask<MailboxChanges> ChangesAsync(AccountId account, MailboxId mailbox, ModSeq since, CancellationToken ct) =>
        readers.SnapshotAsync(db => ReadChangesAsync(db, account, mailbox, since), ct);

    public async ValueTask<IReadOnlyList<EmailRow>> ReadEmailsAsync(AccountId account, ReadOnlyMemory<EmailId> emails, CancellationToken ct)
    {
        if (emails.IsEmpty)
            return [];
        long[] ids = [.. emails.ToArray().Select(email => email.Value)];
        return await readers.ListAsync(
            """
            SELECT e.id, e.blob_id, e.blob_size, e.prefix, e.envelope, e.bodystructure, e.parts, e.thread_id, e.preview
            FROM unnest($2::bigint[]) WITH ORDINALITY a(id, i) JOIN email e ON e.account_id = $1 AND e.id = a.id ORDER BY a.i
            """,
            add => add.Add(account.Value).Add(ids),
            row => new EmailRow(new EmailId(row.Long(0)), new BlobId(row.Long(1)), row.Long(2), row.Bytes(3), row.Bytes(4), row.Bytes(5), row.Bytes(6)) { Thread = new ThreadId(row.Long(7)), Preview = row.TextOrNull(8) },
            ct);
    }

    public async ValueTask<IReadOnlyDictionary<uint, long>> SavedAsync(AccountId account, MailboxId mailbox, Uid first, Uid last, CancellationToken ct) =>
        (await readers.ListAsync(
            "SELECT uid, saved FROM message WHERE account_id = $1 AND mailbox_id = $2 AND uid BETWEEN $3 AND $4 AND saved IS NOT NULL",
            add => add.Add(account.Value).Add(mailbox.Value).Add((long)first.Value).Add((long)last.Value),
            row => (Uid: (uint)row.Long(0), Saved: row.Long(1)),
            ct)).ToDictionary(static row => row.Uid, static row => row.Saved);

    public async ValueTask<KeywordTable> KeywordsAsync(AccountId account, CancellationToken ct) =>
        new(await readers.ListAsync("SELECT bit, name FROM keyword WHERE account_id = $1", add => add.Add(account.Value), row => (row.Int(0), row.Text(1)), ct));

    private static async Task<MailboxChanges> ReadChangesAsync(PostgresSnapshot db, AccountId account, MailboxId mailbox, ModSeq since)
    {
        var head = await db.FindAsync<MailboxCounters?>(
            "SELECT uidvalidity, uidnext, highestmodseq, msgs, unseen, bytes FROM mailbox WHERE account_id = $1 AND id = $2 AND selectable = 1",
            add => add.Add(account.Value).Add(mailbox.Value),
            row => new MailboxCounters((uint)row.Long(0), new Uid((uint)row.Long(1)), new ModSeq(row.Long(2)), (int)row.Long(3), (int)row.Long(4), row.Long(5)));
        if (head is not { } now)
            return MailboxChanges.Gone(since);
        if (now.HighestModSeq <= since)
            return new MailboxChanges([], [], now, Exists: true);

        if (await db.FindAsync("SELECT log_floor FROM account WHERE id = $1", add => add.Add(account.Value), row => row.Long(0)) > since.Value)
            return new MailboxChanges(await ScanAsync(db, account, mailbox, since), await GapsAsync(db, account, mailbox, now.UidNext), now, Exists: true);

        var touched = new SortedSet<uint>();
        var vanished = new SortedSet<uint>();
        var log = await db.ListAsync(
            "SELECT op, ids FROM change_log WHERE account_id = $1 AND modseq > $2 AND kind = 0 AND container_id = $3 ORDER BY modseq",
            add => add.Add(account.Value).Add(since.Value).Add(mailbox.Value),
            row => ((ChangeKind)row.Int(0), row.Bytes(1)));
        foreach (var (kind, ids) in log)
            ChangedIds.AddUids(ids, kind is ChangeKind.Removed ? vanished : touched);
        touched.ExceptWith(vanished);
        var rows = touched.Count > ScanAbove
            ? await ScanAsync(db, account, mailbox, since)
            : await db.ListAsync(
                $"{RowColumns} AND uid = ANY ($3) ORDER BY uid", add => add.Add(account.Value).Add(mailbox.Value).Add(touched.Select(uid => (long)uid).ToArray()), ReadRow);
        return new MailboxChanges(rows, [.. vanished.Select(uid => new Uid(uid))], now, Exists: true);
    }

    private static Task<IReadOnlyList<MessageRow>> ScanAsync(PostgresSnapshot db, AccountId account, MailboxId mailbox, ModSeq since) =>
        db.ListAsync($"{RowColumns} AND modseq > $3 ORDER BY uid", add => add.Add(account.Value).Add(mailbox.Value).Add(since.Value), ReadRow);

    /// <summary>Every UID that was given out and is not there: more than vanished since, and none too few (RFC 7162 §3.2.5.2 allows it).</summary>
    private static async Task<List<Uid>> GapsAsync(PostgresSnapshot db, AccountId account, MailboxId mailbox, Uid uidNext)
    {
        var gaps = new List<Uid>();
        uint next = 1;
        var there = await db.ListAsync(
            "SELECT uid FROM message WHERE account_id = $1 AND mailbox_id = $2 ORDER BY uid", add => add.Add(account.Value).Add(mailbox.Value), row => (uint)row.Long(0));
        foreach (uint uid in there.Append(uidNext.Value))
        {
            for (; next < uid; next++)
                gaps.Add(new Uid(next));
            next++;
        }
        return gaps;
    }

    private static MessageRow ReadRow(PostgresRows row) =>
        new(new Uid((uint)row.Long(0)), new EmailId(row.Long(1)), new ModSeq(row.Long(2)), row.Long(3), row.Long(4), row.Long(5));
}
