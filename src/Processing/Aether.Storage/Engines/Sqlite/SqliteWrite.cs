using Aether.Storage.Blobs;
using Aether.Storage.Changes;
using Aether.Storage.Committing;
using Aether.Storage.Engines.Sqlite.Quotas;
using Aether.Storage.Engines.Sqlite.Threads;

namespace Aether.Storage.Engines.Sqlite;

/// <summary>What executors share inside a group's transaction: the connection, blobs, mod-sequences, the change log and the news of the group.</summary>
internal sealed class SqliteWrite(SqliteConnection connection, StoreOptions options)
{
    private readonly IdBlock emailIds = new(connection, "email");
    private readonly IdBlock blobIds = new(connection, "blob");
    private List<ChangeHint> hints = [];
    private bool queueDue;

    public StoreOptions Options => options;

    public SqliteThreads Threads { get; } = new(connection);

    public SqliteQuotas Quotas { get; } = new(connection);

    public long LastRowId => connection.LastRowId;

    public int Changes => connection.Changes;

    public SqliteStatement Prepare(string sql) => connection.Prepare(sql);

    /// <summary>Ids that no blob has or will get otherwise: they come from the block that executors take theirs from.</summary>
    public IReadOnlyList<long> ReserveBlobIds(int count)
    {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++)
            ids[i] = blobIds.Take();
        return ids;
    }

    public EmailId NextEmailId() => new(emailIds.Take());

    /// <summary>The next mod-sequence of an account; its row stays locked to the commit, so nobody sees n + 1 before n.</summary>
    public ModSeq NextModSeq(AccountId account)
    {
        using var next = Prepare("UPDATE account SET modseq = modseq + 1 WHERE id = ? RETURNING modseq").Bind(account.Value);
        return next.Step() ? new ModSeq(next.Long(0)) : throw new InvalidOperationException($"Account {account} is gone.");
    }

    /// <summary>Writes down what a command changed in one mailbox, as one packed row, and tells it after the commit.</summary>
    public void Changed(AccountId account, MailboxId mailbox, ModSeq modSeq, ChangeKind kind, ReadOnlySpan<(Uid Uid, EmailId Email)> messages)
    {
        if (messages.IsEmpty)
            return;
        Prepare("INSERT INTO change_log (account_id, modseq, kind, container_id, op, ids) VALUES (?, ?, 0, ?, ?, ?)")
            .Bind(account.Value).Bind(modSeq.Value).Bind(mailbox.Value).Bind((long)kind).Bind(ChangedIds.Pack(messages)).Run();
        hints.Add(new ChangeHint(account, mailbox, modSeq));
    }

    /// <summary>Writes down that the list of mailboxes changed.</summary>
    public void MailboxChanged(AccountId account, MailboxId mailbox, ModSeq modSeq, ChangeKind kind)
    {
        Prepare("INSERT INTO change_log (account_id, modseq, kind, container_id, op, ids) VALUES (?, ?, 1, ?, ?, x'')")
            .Bind(account.Value).Bind(modSeq.Value).Bind(mailbox.Value).Bind((long)kind).Run();
        hints.Add(new ChangeHint(account, null, modSeq));
    }

    /// <summary>Something that hangs on the list of mailboxes changed: subscriptions, annotations. No log tells which.</summary>
    public void NamesChanged(AccountId account) => hints.Add(new ChangeHint(account, null, NextModSeq(account)));

    public void QueueBecameDue() => queueDue = true;

    /// <summary>Puts a body into the store, or adds references to the one that is there.</summary>
    public BlobId AddBlob(StoredBody body, int references)
    {
        if (body.Existing is { } existing)
            return Share(existing, references);
        if (body.Size >= 65536 && FindByHash(body) is { } same)
        {
            // The copy of an object is named after another blob: it stays unknown, and goes by itself.
            if (body.Place is not BlobPlace.Object)
                TakeCopy(same, body);
            return Share(same, references);
        }

        var blob = body.Reserved ?? new BlobId(blobIds.Take());
        Prepare("INSERT INTO blob (id, hash, size, refs, place, seg, stored, frames) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(blob.Value).Bind(body.Hash).Bind(body.Size).Bind(references).Bind((long)body.Place).Bind(body.Segment).Bind(body.StoredSize).Bind(body.Frames).Run();
        Place(blob, body);
        return blob;
    }

    /// <summary>Counts octets that were written to a segment.</summary>
    public void AddSegmentOctets(int segment, long octets) =>
        Prepare("INSERT INTO segment (no, bytes, dead) VALUES (?, ?, 0) ON CONFLICT (no) DO UPDATE SET bytes = bytes + excluded.bytes").Bind(segment).Bind(octets).Run();

    /// <summary>Gives up one reference; the last one leaves the blob to the collector after its grace.</summary>
    public void ReleaseBlob(BlobId blob, DateTimeOffset now)
    {
        using var release = Prepare("UPDATE blob SET refs = refs - 1 WHERE id = ? RETURNING refs").Bind(blob.Value);
        if (release.Step() && release.Long(0) == 0)
            Prepare("INSERT OR IGNORE INTO blob_gc (due_at, blob_id) VALUES (?, ?)").Bind((now + options.BlobGrace).ToUnixTimeMilliseconds()).Bind(blob.Value).Run();
    }

    /// <summary>Counts octets of a segment that nothing refers to any more.</summary>
    public void AddDead(int segment, long octets) =>
        Prepare("UPDATE segment SET dead = dead + ? WHERE no = ?").Bind(octets).Bind(segment).Run();

    /// <summary>The transaction was taken back: its news and ids never were.</summary>
    public void Forget()
    {
        TakeNews();
        emailIds.Forget();
        blobIds.Forget();
        Threads.Forget();
        Quotas.Forget();
    }

    /// <summary>The news since the last call.</summary>
    public GroupNews TakeNews()
    {
        var news = new GroupNews(hints, queueDue);
        if (hints.Count > 0)
            hints = [];
        queueDue = false;
        return news;
    }

    private void Place(BlobId blob, StoredBody body)
    {
        if (body.Place is BlobPlace.Inline)
            Prepare("INSERT INTO blob_data (blob_id, data) VALUES (?, ?)").Bind(blob.Value).Bind(body.Inline).Run();
        else if (body.Place is BlobPlace.Segment && IsOpen(body.Segment))
            AddSegmentOctets(body.Segment, body.StoredSize);
        else if (body.Place is BlobPlace.Segment)
            throw new StoreUnavailableException($"Segment {body.Segment} was emptied before this body was stored.");
    }

    /// <summary>A body that waited very long for its operation finds its segment closed: better refused than lost with it.</summary>
    private bool IsOpen(int segment)
    {
        using var find = Prepare("SELECT state FROM segment WHERE no = ?").Bind(segment);
        return !find.Step() || find.Long(0) == 0;
    }

    private BlobId Share(BlobId blob, int references)
    {
        Prepare("UPDATE blob SET refs = refs + ? WHERE id = ?").Bind(references).Bind(blob.Value).Run();
        return Changes == 1 ? blob : throw new CorruptBlobException(blob, "it was collected");
    }

    /// <summary>
    /// Lets a blob have the copy that just came in, which is known to be whole: whatever the disk did to the old one is
    /// mended by that, without reading it (case O03).
    /// </summary>
    private void TakeCopy(BlobId blob, StoredBody body)
    {
        (BlobPlace Place, int Segment, long Stored) old = default;
        using (var find = Prepare("SELECT place, seg, stored FROM blob WHERE id = ?").Bind(blob.Value))
        {
            if (find.Step())
                old = ((BlobPlace)find.Int(0), find.Int(1), find.Long(2));
        }
        if (old.Place is BlobPlace.Segment)
            AddDead(old.Segment, old.Stored);
        Prepare("DELETE FROM blob_data WHERE blob_id = ?").Bind(blob.Value).Run();
        Prepare("UPDATE blob SET place = ?, seg = ?, stored = ?, frames = ? WHERE id = ?").Bind((long)body.Place).Bind(body.Segment).Bind(body.StoredSize).Bind(body.Frames).Bind(blob.Value).Run();
        Place(blob, body);
    }

    private BlobId? FindByHash(StoredBody body)
    {
        using var find = Prepare("SELECT id FROM blob WHERE hash = ? AND size = ? AND size >= 65536").Bind(body.Hash).Bind(body.Size);
        return find.Step() ? new BlobId(find.Long(0)) : null;
    }
}
