using System.Collections.Frozen;
using Aether.Mime.Text;
using Aether.Storage.Blobs;
using Aether.Storage.Bodies;
using Aether.Storage.Committing;
using Aether.Storage.Messages;
using Aether.Storage.Search.Attachments;

namespace Aether.Storage.Search;

/// <summary>
/// Follows the store and takes new emails into the index, some two hundred a commit, at its <see cref="IndexPace"/>.
/// </summary>
public sealed class SearchIndexer
{
    private const int Batch = 200;
    private const int BatchOctets = 8 << 20;
    private const int GonePiece = 500;

    /// <summary>Blobs asked for at once: some megabytes at most.</summary>
    private const int LookUp = 50;

    /// <summary>Batches in a row, each read while the one before is written, when nothing comes in meanwhile.</summary>
    private const int Row = 5;

    private static readonly TimeSpan Unsettled = TimeSpan.FromMilliseconds(10);

    private readonly ISearchIndex index;
    private readonly ISearchSource source;
    private readonly BodyStore bodies;
    private readonly ICommitter committer;
    private readonly TimeProvider clock;
    private readonly int maxText;
    private readonly AttachmentReader attachments;
    private readonly IndexPace pace;
    private long behind;
    private long indexed;

    internal SearchIndexer(ISearchIndex index, ISearchSource source, BodyStore bodies, ICommitter committer, TimeProvider clock, (int Text, AttachmentLimits Attachments) limits)
    {
        this.index = index;
        this.source = source;
        this.bodies = bodies;
        this.committer = committer;
        this.clock = clock;
        maxText = limits.Text;
        attachments = new AttachmentReader(limits.Attachments, clock);
        pace = new IndexPace(clock, new SpareCores(clock, static () => Environment.CpuUsage.TotalTime));
    }

    /// <summary>How many emails it is behind, as it last saw.</summary>
    public long Behind => Volatile.Read(ref behind);

    /// <summary>Emails taken in since the start.</summary>
    public long Indexed => Volatile.Read(ref indexed);

    /// <summary>The newest email that can be taken in.</summary>
    internal ValueTask<long> NewestAsync(CancellationToken ct) => source.NewestAsync(ct);

    /// <summary>Follows the store until told to stop.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full; it may be called again.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            if (!await index.TryLeadAsync(ct))
            {
                Volatile.Write(ref behind, 0); // Told by the node that leads.
                await Task.Delay(IndexPace.Poll, clock, ct);
                continue;
            }
            long started = clock.GetTimestamp();
            long before = await source.NewestAsync(ct);
            int taken = await WorkAsync(pace.Gives ? 1 : Row, ct);
            await pace.RestAsync(started, taken, await source.NewestAsync(ct) - before, Behind, ct);
        }
    }

    /// <summary>A search had to read messages that are not taken in yet: others like it are likely to follow.</summary>
    internal void Hurry() => pace.Hurry();

    /// <summary>Takes in all there is, without giving way, and waits for what is there but not settled, or for another node to do so.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            bool leads = await index.TryLeadAsync(ct);
            if (leads && await WorkAsync(Row, ct) > 0)
                continue;
            long cursor = await index.ReadCursorAsync(ct);
            if (!await source.HasUnsettledAsync(cursor, ct) && (leads || cursor >= await source.NewestAsync(ct)))
                return;
            // Transactions of a server end in its time, whatever the store's clock says.
            await Task.Delay(Unsettled, TimeProvider.System, ct);
        }
    }

    /// <returns>How many emails were taken in or dropped.</returns>
    private async Task<int> WorkAsync(int batches, CancellationToken ct)
    {
        int taken = 0;
        var portion = await ReadAsync(await index.ReadCursorAsync(ct), ct);
        for (int i = 1; portion.Cursor > portion.From; i++)
        {
            var write = index.WriteAsync(portion.Messages, portion.From, portion.Cursor, ct).AsTask();
            Portion? next;
            try
            {
                next = portion.MayGoOn && i < batches ? await ReadAsync(portion.Cursor, ct) : null;
            }
            finally
            {
                await write;
            }
            taken += portion.Messages.Count;
            Interlocked.Add(ref indexed, portion.Messages.Count);
            if (next is null || await index.ReadCursorAsync(ct) != next.From)
                break; // Where another node leads by now, nothing was written.
            portion = next;
        }
        Volatile.Write(ref behind, portion.MayGoOn ? Math.Max(0, await source.NewestAsync(ct) - portion.Cursor) : 0);
        return taken + await ForgetAsync(ct);
    }

    /// <summary>The next emails behind a cursor, as many as fit in a batch.</summary>
    private async Task<Portion> ReadAsync(long from, CancellationToken ct)
    {
        var next = await source.NextAsync(from, Batch, index.Share, ct);
        if (next.Cursor <= from)
            return new Portion(from, from, false, []);
        var messages = await ReadAsync(next.Emails, ct);
        bool isCut = messages.Count < next.Emails.Count;
        return new Portion(from, isCut ? messages[^1].Email.Value : next.Cursor, isCut || next.Emails.Count >= Batch, messages);
    }

    /// <summary>Reads the first of these emails, as many as fit in a batch.</summary>
    private async Task<List<IndexedMessage>> ReadAsync(IReadOnlyList<(AccountId Account, EmailRow Email)> emails, CancellationToken ct)
    {
        var messages = new List<IndexedMessage>(emails.Count);
        long octets = 0;
        IReadOnlyDictionary<BlobId, BlobRow> blobs = FrozenDictionary<BlobId, BlobRow>.Empty;
        for (int i = 0; i < emails.Count && octets < BatchOctets; i++)
        {
            if (i % LookUp is 0)
                blobs = await bodies.LookUpAsync([.. emails.Skip(i).Take(LookUp).Select(static email => email.Email.Blob)], ct);
            messages.Add(await ReadAsync(emails[i].Account, emails[i].Email, blobs, ct));
            octets += messages[^1].Text.Octets.Length + messages[^1].Attachments.Length;
        }
        return messages;
    }

    private async Task<IndexedMessage> ReadAsync(AccountId account, EmailRow email, IReadOnlyDictionary<BlobId, BlobRow> blobs, CancellationToken ct)
    {
        var text = new FoldedText(maxText);
        string attached = string.Empty;
        try
        {
            using var body = await bodies.OpenAsync(email.Blob, email.Prefix, blobs, ct);
            await MessageTextReader.ReadAsync(email.Parts, body, text, ct);
            attached = await attachments.ReadAsync(email.Parts, body, ct);
        }
        catch (Exception e) when (e is CorruptBlobException or InvalidDataException)
        {
            // What is readable of it is found; store verify tells of the rest.
        }
        return new IndexedMessage(email.Id, account, SentDay.Of(email.Envelope.Span), text) { Attachments = UnicodeCasemap.Fold(attached) };
    }

    /// <summary>Drops emails that are gone: first from the index, then from the list of those to drop, so that a crash between the two repeats.</summary>
    private async Task<int> ForgetAsync(CancellationToken ct)
    {
        var gone = await source.GoneAsync(GonePiece, ct);
        if (gone.Count is 0)
            return 0;
        await index.ForgetAsync(gone, ct);
        return await committer.RunAsync(new SettleGone([.. gone.Select(static email => email.Email)]), ct);
    }

    /// <param name="MayGoOn">There may be more behind it.</param>
    private sealed record Portion(long From, long Cursor, bool MayGoOn, List<IndexedMessage> Messages);
}
