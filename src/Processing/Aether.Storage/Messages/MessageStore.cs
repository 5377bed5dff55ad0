using System.Runtime.CompilerServices;
using Aether.Storage.Blobs;
using Aether.Storage.Bodies;
using Aether.Storage.Committing;

namespace Aether.Storage.Messages;

/// <summary>
/// Messages of mailboxes. One public method is one operation; what touches more than <see cref="MaxRows"/> messages is
/// cut into several, so that nobody waits long behind it.
/// </summary>
public sealed class MessageStore
{
    /// <summary>Most rows one operation touches.</summary>
    public const int MaxRows = 1000;

    /// <summary>Pieces of one call that wait for a sync together.</summary>
    private const int MaxPieces = 10;

    /// <summary>So many are changed in less time than a thread takes to wake up for them.</summary>
    private const int FewUids = 16;

    private readonly ICommitter committer;
    private readonly IMessageReads reads;
    private readonly BodyStore bodies;
    private readonly TimeProvider clock;
    private readonly StoreOptions options;
    private readonly RowCache cache;
    private readonly RowFiles files;

    internal MessageStore(ICommitter committer, IMessageReads reads, BodyStore bodies, RowFiles files, TimeProvider clock, StoreOptions options)
    {
        this.files = files;
        this.committer = committer;
        this.reads = reads;
        this.bodies = bodies;
        this.clock = clock;
        this.options = options;
        cache = new RowCache(options.CachedRows);
    }

    /// <summary>Stores a message in a mailbox; durable when it returns.</summary>
    /// <param name="internalDate">Null: now.</param>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task<AppendResult> AppendAsync(AccountId account, MailboxId target, StoredMessage message, FlagChange flags, DateTimeOffset? internalDate, CancellationToken ct) =>
        committer.RunSoonAsync(NewAppend(account, target, message, flags, internalDate), ct);

    /// <summary>Stores messages in a mailbox, all or none: when one fails, the others are taken back. RFC 3502 §3.</summary>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public async Task<AppendAllResult> AppendAllAsync(AccountId account, MailboxId target, IReadOnlyList<AppendedMessage> messages, CancellationToken ct)
    {
        var uids = new List<Uid>(messages.Count);
        uint uidValidity = 0;
        foreach (var piece in messages.Chunk(MaxRows))
        {
            // Together they wait for one sync.
            var results = await Task.WhenAll(piece.Select(message => committer.RunAsync(NewAppend(account, target, message.Message, message.Flags, message.InternalDate), ct)));
            var done = results.Where(static result => result.Status is MessageStatus.Done).ToList();
            uids.AddRange(done.Select(static result => result.Uid));
            uidValidity = results[0].UidValidity;
            if (done.Count == results.Length)
                continue;
            await RemoveAsync(account, target, [.. uids.Order()], ExpungeOnly.All, ct);
            return new AppendAllResult(results.First(static result => result.Status is not MessageStatus.Done).Status, 0, []);
        }
        return new AppendAllResult(MessageStatus.Done, uidValidity, uids);
    }

    /// <summary>All rows of a mailbox by UID.</summary>
    public async ValueTask<IReadOnlyList<MessageRow>> ListAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => await reads.ListAsync(account, mailbox, ct);

    /// <summary>The rows of a mailbox as they are now, read whole only if neither memory nor a file has them as they lately were. Null when it is gone.</summary>
    public async ValueTask<MailboxRows?> OpenAsync(AccountId account, MailboxId mailbox, CancellationToken ct)
    {
        if (cache.Find(mailbox) is { } known)
            return await RefreshAsync(account, mailbox, known, file: null, ct);
        await files.Loading.WaitAsync(ct);
        try
        {
            // Another session may have loaded it meanwhile.
            if (cache.Find(mailbox) is { } loaded)
                return await RefreshAsync(account, mailbox, loaded, file: null, ct);
            if (files.Load(account, mailbox) is { } file)
                return await RefreshAsync(account, mailbox, file.Rows, file, ct);
        }
        finally
        {
            files.Loading.Release();
        }

        return await ReadAsync(account, mailbox, ct);
    }

    /// <summary>What changed after <paramref name="since"/>.</summary>
    public ValueTask<MailboxChanges> ChangesAsync(AccountId account, MailboxId mailbox, ModSeq since, CancellationToken ct) => reads.ChangesAsync(account, mailbox, since, ct);

    /// <summary>Cold rows in the order asked for; an email that is gone is left out.</summary>
    public ValueTask<IReadOnlyList<EmailRow>> ReadEmailsAsync(AccountId account, ReadOnlyMemory<EmailId> emails, CancellationToken ct) => reads.ReadEmailsAsync(account, emails, ct);

    /// <summary>When messages came into a mailbox, in seconds since 1970, by UID; those of which it is not known are left out. RFC 8514 §3.</summary>
    public ValueTask<IReadOnlyDictionary<uint, long>> SavedAsync(AccountId account, MailboxId mailbox, Uid first, Uid last, CancellationToken ct) =>
        reads.SavedAsync(account, mailbox, first, last, ct);

    public ValueTask<KeywordTable> KeywordsAsync(AccountId account, CancellationToken ct) => reads.KeywordsAsync(account, ct);

    /// <summary>Opens the octets of an email: its prefix, then its blob.</summary>
    public ValueTask<BodyReader> OpenBodyAsync(EmailRow email, CancellationToken ct) => bodies.OpenAsync(email.Blob, email.Prefix, ct);

    /// <summary>Changes flags.</summary>
    /// <param name="uids">Existing messages, ascending.</param>
    public Task<FlagResult> SetFlagsAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, FlagChange change, CancellationToken ct) =>
        SetFlagsAsync(account, mailbox, uids, change, unchangedSince: null, ct);

    /// <summary>Changes flags of the messages whose mod-sequence is not greater than <paramref name="unchangedSince"/>. RFC 7162 §3.1.3.</summary>
    /// <param name="uids">Existing messages, ascending.</param>
    public async Task<FlagResult> SetFlagsAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, FlagChange change, ModSeq? unchangedSince, CancellationToken ct)
    {
        if (uids.Count is > 0 and <= MaxRows)
            return await RunAsync(new SetFlags(account, mailbox, UidRanges.Of(uids), change, unchangedSince), uids.Count, ct);
        var modified = new List<Uid>();
        var changed = new List<FlagResult.Row>();
        bool leftOut = false;
        var steps = new List<ModSeqStep>();
        await foreach (var results in InPiecesAsync(uids, piece => new SetFlags(account, mailbox, piece, change, unchangedSince), ct))
        {
            changed.AddRange(results.SelectMany(static result => result.Changed));
            steps.AddRange(results.Select(static result => result.Step).OfType<ModSeqStep>());
            leftOut |= results.Any(static result => result.KeywordsLeftOut);
            modified.AddRange(results.SelectMany(static result => result.Modified));
        }
        return new FlagResult(changed, leftOut) { Modified = modified, Step = ModSeqStep.Of(steps) };
    }

    /// <summary>Keeps previews that were made of emails of an account. RFC 8970.</summary>
    public Task KeepPreviewsAsync(AccountId account, IReadOnlyList<(EmailId Email, string Preview)> previews, CancellationToken ct) =>
        committer.RunAsync(new KeepPreviews(account, previews), ct);

    /// <summary>Removes those of the named messages that carry \Deleted. RFC 9051 §6.4.3, §6.4.9.</summary>
    /// <returns>The UIDs removed, ascending.</returns>
    public Task<IReadOnlyList<Uid>> ExpungeAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, CancellationToken ct) =>
        RemoveAsync(account, mailbox, uids, ExpungeOnly.Deleted, ct);

    /// <summary>Removes the named messages, whatever flags they carry. RFC 1939 §6.</summary>
    /// <returns>The UIDs removed, ascending.</returns>
    public Task<IReadOnlyList<Uid>> RemoveAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, CancellationToken ct) =>
        RemoveAsync(account, mailbox, uids, ExpungeOnly.All, ct);

    /// <summary>Copies messages into a mailbox of the same account.</summary>
    /// <remarks>All or nothing (RFC 9051 §6.4.7): when a later piece fails, the earlier ones are taken back.</remarks>
    public async Task<CopyResult> CopyAsync(AccountId account, MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, CancellationToken ct)
    {
        if (uids.Count is > 0 and <= MaxRows)
            return await RunAsync(new CopyMessages(account, source, UidRanges.Of(uids), target, clock.GetUtcNow()), uids.Count, ct);
        var pairs = new List<CopyResult.Pair>();
        uint uidValidity = 0;
        await foreach (var results in InPiecesAsync(uids, piece => new CopyMessages(account, source, piece, target, clock.GetUtcNow()), ct))
        {
            foreach (var result in results.Where(static result => result.Status is MessageStatus.Done))
            {
                uidValidity = result.UidValidity;
                pairs.AddRange(result.Pairs);
            }
            if (results.FirstOrDefault(static result => result.Status is not MessageStatus.Done) is not { } failed)
                continue;
            await RemoveAsync(account, target, [.. pairs.Select(pair => pair.Target)], ExpungeOnly.All, ct);
            return failed;
        }
        return new CopyResult(MessageStatus.Done, uidValidity, pairs);
    }

    /// <summary>Moves messages into another mailbox of the same account. RFC 6851 §3.3 lets a large move stop half-way: each message is then in one of the two.</summary>
    public async Task<CopyResult> MoveAsync(AccountId account, MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, CancellationToken ct)
    {
        if (uids.Count is > 0 and <= MaxRows)
            return await RunAsync(new MoveMessages(account, source, UidRanges.Of(uids), target, clock.GetUtcNow()), uids.Count, ct);
        var pairs = new List<CopyResult.Pair>();
        uint uidValidity = 0;
        var status = MessageStatus.Done;
        await foreach (var results in InPiecesAsync(uids, piece => new MoveMessages(account, source, piece, target, clock.GetUtcNow()), ct))
        {
            foreach (var result in results.Where(static result => result.Status is MessageStatus.Done))
            {
                uidValidity = result.UidValidity;
                pairs.AddRange(result.Pairs);
            }
            status = results.FirstOrDefault(static result => result.Status is not MessageStatus.Done)?.Status ?? status;
            if (status is not MessageStatus.Done)
                break;
        }
        return new CopyResult(status, uidValidity, pairs);
    }

    /// <summary>Removes every message of a mailbox.</summary>
    internal async Task EmptyAsync(AccountId account, MailboxId mailbox, CancellationToken ct)
    {
        var all = await reads.ListAsync(account, mailbox, ct);
        await RemoveAsync(account, mailbox, [.. all.Select(row => row.Uid)], ExpungeOnly.All, ct);
    }

    /// <summary>Deletes the row files of mailboxes that are gone.</summary>
    internal Task SweepRowFilesAsync(CancellationToken ct) =>
        files.SweepAsync(async (account, mailbox) => (await reads.ChangesAsync(account, mailbox, new ModSeq(long.MaxValue), ct)).Exists);

    /// <summary>Brings rows up to date.</summary>
    /// <param name="file">Where they come from, which may be of another life of this store: they must be as the mailbox counts them.</param>
    private async ValueTask<MailboxRows?> RefreshAsync(AccountId account, MailboxId mailbox, MailboxRows known, RowFileContent? file, CancellationToken ct)
    {
        var changes = await reads.ChangesAsync(account, mailbox, known.ModSeq, ct);
        if (!changes.Exists)
        {
            cache.Forget(mailbox);
            files.Forget(account, mailbox);
            return null;
        }

        bool isChanged = changes.HighestModSeq > known.ModSeq;
        var now = isChanged ? new MailboxRows(known.Rows.After(changes.Rows, changes.Vanished), changes.HighestModSeq) : known;
        if (file?.Fits(now, changes) is false)
            return await ReadAsync(account, mailbox, ct);
        if (isChanged || file is not null)
            cache.Keep(mailbox, now);
        if (isChanged)
            files.Note(account, mailbox, changes.Counters.UidValidity, now, changes.Rows.Count + changes.Vanished.Count);
        return now;
    }

    /// <summary>Reads all rows. The mod-sequence is asked first: what changes between the two comes twice rather than never.</summary>
    private async ValueTask<MailboxRows?> ReadAsync(AccountId account, MailboxId mailbox, CancellationToken ct)
    {
        var before = await reads.ChangesAsync(account, mailbox, new ModSeq(long.MaxValue), ct);
        if (!before.Exists)
            return null;
        var rows = new MailboxRows(await reads.ListAsync(account, mailbox, ct), before.HighestModSeq);
        cache.Keep(mailbox, rows);
        files.Note(account, mailbox, before.Counters.UidValidity, rows, changed: null);
        return rows;
    }

    private async Task<IReadOnlyList<Uid>> RemoveAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, ExpungeOnly only, CancellationToken ct)
    {
        var gone = new List<Uid>();
        var collectAt = clock.GetUtcNow() + options.ExpungedKeep;
        await foreach (var removed in InPiecesAsync(uids, piece => new ExpungeMessages(account, mailbox, piece, only, collectAt), ct))
            gone.AddRange(removed.SelectMany(static uids => uids));
        return gone;
    }

    /// <summary>Runs an operation for each piece of a set, some of them at once: the one writer of an account takes them in order, and a sync serves all that wait.</summary>
    /// <returns>The results of those that ran at once.</returns>
    private async IAsyncEnumerable<TResult[]> InPiecesAsync<TResult>(IReadOnlyList<Uid> uids, Func<UidRanges, Operation<TResult>> operation, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var pieces in UidRanges.Cut(uids, MaxRows).Chunk(MaxPieces))
        {
            yield return pieces.Length is 1
                ? [await RunAsync(operation(pieces[0]), uids.Count, ct)]
                : await Task.WhenAll(pieces.Select(piece => committer.RunAsync(operation(piece), ct)));
        }
    }

    private Task<TResult> RunAsync<TResult>(Operation<TResult> operation, int messages, CancellationToken ct) =>
        messages <= FewUids ? committer.RunSoonAsync(operation, ct) : committer.RunAsync(operation, ct);

    private AppendMessage NewAppend(AccountId account, MailboxId target, StoredMessage message, FlagChange flags, DateTimeOffset? internalDate) =>
        new(account, target, message, flags, internalDate ?? clock.GetUtcNow(), clock.GetUtcNow());
}
