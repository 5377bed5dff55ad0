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

    private readonly Committer committer;
    private readonly IMessageReads reads;
    private readonly BodyStore bodies;
    private readonly TimeProvider clock;
    private readonly StoreOptions options;
    private readonly RowCache cache;

    internal MessageStore(Committer committer, IMessageReads reads, BodyStore bodies, TimeProvider clock, StoreOptions options)
    {
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
        committer.RunAsync(new AppendMessage(account, target, message, flags, internalDate ?? clock.GetUtcNow()), ct);

    /// <summary>All rows of a mailbox by UID.</summary>
    public ValueTask<IReadOnlyList<MessageRow>> ListAsync(AccountId account, MailboxId mailbox, CancellationToken ct) => reads.ListAsync(account, mailbox, ct);

    /// <summary>The rows of a mailbox as they are now, read whole only if it was not opened lately. Null when it is gone.</summary>
    public async ValueTask<MailboxRows?> OpenAsync(AccountId account, MailboxId mailbox, CancellationToken ct)
    {
        if (cache.Find(mailbox) is not { } known)
            return await ReadAsync(account, mailbox, ct);
        var changes = await reads.ChangesAsync(account, mailbox, known.ModSeq, ct);
        if (!changes.Exists)
        {
            cache.Forget(mailbox);
            return null;
        }
        if (changes.HighestModSeq <= known.ModSeq)
            return known;
        var now = new MailboxRows(RowMerge.Apply(known.Rows, changes.Rows, changes.Vanished), changes.HighestModSeq);
        cache.Keep(mailbox, now);
        return now;
    }

    /// <summary>What changed after <paramref name="since"/>.</summary>
    public ValueTask<MailboxChanges> ChangesAsync(AccountId account, MailboxId mailbox, ModSeq since, CancellationToken ct) => reads.ChangesAsync(account, mailbox, since, ct);

    /// <summary>Cold rows in the order asked for; an email that is gone is left out.</summary>
    public ValueTask<IReadOnlyList<EmailRow>> ReadEmailsAsync(AccountId account, ReadOnlyMemory<EmailId> emails, CancellationToken ct) => reads.ReadEmailsAsync(account, emails, ct);

    public ValueTask<KeywordTable> KeywordsAsync(AccountId account, CancellationToken ct) => reads.KeywordsAsync(account, ct);

    /// <summary>Opens the octets of an email: its prefix, then its blob.</summary>
    public ValueTask<BodyReader> OpenBodyAsync(EmailRow email, CancellationToken ct) => bodies.OpenAsync(email.Blob, email.Prefix, ct);

    /// <summary>Changes flags.</summary>
    /// <param name="uids">Existing messages, ascending.</param>
    public async Task<FlagResult> SetFlagsAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, FlagChange change, CancellationToken ct)
    {
        var changed = new List<FlagResult.Row>();
        bool leftOut = false;
        foreach (var piece in UidRanges.Cut(uids, MaxRows))
        {
            var result = await committer.RunAsync(new SetFlags(account, mailbox, piece, change), ct);
            changed.AddRange(result.Changed);
            leftOut |= result.KeywordsLeftOut;
        }
        return new FlagResult(changed, leftOut);
    }

    /// <summary>Removes those of the named messages that carry \Deleted. RFC 9051 §6.4.3, §6.4.9.</summary>
    /// <returns>The UIDs removed, ascending.</returns>
    public Task<IReadOnlyList<Uid>> ExpungeAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, CancellationToken ct) =>
        RemoveAsync(account, mailbox, uids, ExpungeOnly.Deleted, ct);

    /// <summary>Copies messages into a mailbox of the same account.</summary>
    /// <remarks>All or nothing (RFC 9051 §6.4.7): when a later piece fails, the earlier ones are taken back.</remarks>
    public async Task<CopyResult> CopyAsync(AccountId account, MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, CancellationToken ct)
    {
        var pairs = new List<CopyResult.Pair>();
        uint uidValidity = 0;
        foreach (var piece in UidRanges.Cut(uids, MaxRows))
        {
            var result = await committer.RunAsync(new CopyMessages(account, source, piece, target), ct);
            if (result.Status is not MessageStatus.Done)
            {
                await RemoveAsync(account, target, [.. pairs.Select(pair => pair.Target)], ExpungeOnly.All, ct);
                return result;
            }
            uidValidity = result.UidValidity;
            pairs.AddRange(result.Pairs);
        }
        return new CopyResult(MessageStatus.Done, uidValidity, pairs);
    }

    /// <summary>Moves messages into another mailbox of the same account. RFC 6851 §3.3 lets a large move stop half-way: each message is then in one of the two.</summary>
    public async Task<CopyResult> MoveAsync(AccountId account, MailboxId source, IReadOnlyList<Uid> uids, MailboxId target, CancellationToken ct)
    {
        var pairs = new List<CopyResult.Pair>();
        uint uidValidity = 0;
        var status = MessageStatus.Done;
        foreach (var piece in UidRanges.Cut(uids, MaxRows))
        {
            var result = await committer.RunAsync(new MoveMessages(account, source, piece, target), ct);
            status = result.Status;
            if (status is not MessageStatus.Done)
                break;
            uidValidity = result.UidValidity;
            pairs.AddRange(result.Pairs);
        }
        return new CopyResult(status, uidValidity, pairs);
    }

    /// <summary>Removes every message of a mailbox.</summary>
    internal async Task EmptyAsync(AccountId account, MailboxId mailbox, CancellationToken ct)
    {
        var all = await reads.ListAsync(account, mailbox, ct);
        await RemoveAsync(account, mailbox, [.. all.Select(row => row.Uid)], ExpungeOnly.All, ct);
    }

    /// <summary>Reads all rows. The mod-sequence is asked first: what changes between the two comes twice rather than never.</summary>
    private async ValueTask<MailboxRows?> ReadAsync(AccountId account, MailboxId mailbox, CancellationToken ct)
    {
        var before = await reads.ChangesAsync(account, mailbox, new ModSeq(long.MaxValue), ct);
        if (!before.Exists)
            return null;
        var rows = new MailboxRows([.. await reads.ListAsync(account, mailbox, ct)], before.HighestModSeq);
        cache.Keep(mailbox, rows);
        return rows;
    }

    private async Task<IReadOnlyList<Uid>> RemoveAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, ExpungeOnly only, CancellationToken ct)
    {
        var gone = new List<Uid>();
        var collectAt = clock.GetUtcNow() + options.ExpungedKeep;
        foreach (var piece in UidRanges.Cut(uids, MaxRows))
            gone.AddRange(await committer.RunAsync(new ExpungeMessages(account, mailbox, piece, only, collectAt), ct));
        return gone;
    }
}
