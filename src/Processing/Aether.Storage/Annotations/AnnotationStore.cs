using System.Text;
using Aether.Storage.Committing;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Storage.Annotations;

/// <summary>Annotations of messages: those that all see, and each reader's own. They go with their message, and a copy has its own. RFC 5257.</summary>
public sealed class AnnotationStore
{
    /// <summary>The ids that another POP3 server gave messages, which clients know them by. No client can say the name, for it has no slash in front.</summary>
    private const string UniqueIdName = "uidl";

    private readonly ICommitter committer;
    private readonly IAnnotationReads reads;

    internal AnnotationStore(ICommitter committer, IAnnotationReads reads)
    {
        this.committer = committer;
        this.reads = reads;
    }

    /// <summary>The messages of a range that have any that <paramref name="reader"/> may see, ascending.</summary>
    /// <param name="after">Only those changed later than this.</param>
    public ValueTask<IReadOnlyList<Uid>> MessagesAsync(AccountId account, MailboxId mailbox, (Uid First, Uid Last) range, AccountId reader, ModSeq after, CancellationToken ct) =>
        reads.MessagesAsync(account, mailbox, range, reader, after, ct);

    /// <summary>Those of one message, shared and <paramref name="reader"/>'s own, by name.</summary>
    public ValueTask<IReadOnlyList<MessageAnnotation>> ListAsync(AccountId account, MailboxId mailbox, Uid uid, AccountId reader, CancellationToken ct) =>
        reads.ListAsync(account, mailbox, uid, reader, ct);

    /// <summary>The ids that messages had at the POP3 server they came from, by UID. RFC 1939 §7.</summary>
    public async ValueTask<IReadOnlyDictionary<Uid, string>> UniqueIdsAsync(AccountId account, MailboxId mailbox, CancellationToken ct) =>
        (await reads.NamedAsync(account, mailbox, UniqueIdName, ct)).ToDictionary(static note => note.Uid, static note => Encoding.ASCII.GetString(note.Value.Span));

    /// <summary>Keeps the id that a message had at the POP3 server it came from.</summary>
    public Task SetUniqueIdAsync(AccountId account, MailboxId mailbox, Uid uid, string uniqueId, CancellationToken ct) =>
        SetAsync(account, mailbox, [uid], [new MetadataChange(UniqueIdName, null, Encoding.ASCII.GetBytes(uniqueId))], int.MaxValue, null, ct);

    /// <summary>Changes the same entries of messages.</summary>
    /// <param name="uids">Existing messages, ascending.</param>
    /// <param name="most">Entries that a message may have of one reader, or shared.</param>
    /// <param name="unchangedSince">Leaves those alone that somebody changed later. RFC 7162 §3.1.3.</param>
    public async Task<AnnotationResult> SetAsync(AccountId account, MailboxId mailbox, IReadOnlyList<Uid> uids, IReadOnlyList<MetadataChange> changes, int most, ModSeq? unchangedSince, CancellationToken ct)
    {
        var changed = new List<(Uid, ModSeq)>();
        var modified = new List<Uid>();
        foreach (var piece in UidRanges.Cut(uids, MessageStore.MaxRows))
        {
            var result = await committer.RunAsync(new SetAnnotations(account, mailbox, piece, changes, most, unchangedSince), ct);
            changed.AddRange(result.Changed);
            modified.AddRange(result.Modified);
            if (result.Status is not MailboxStatus.Done)
                return new AnnotationResult(result.Status, changed, modified);
        }

        return new AnnotationResult(MailboxStatus.Done, changed, modified);
    }
}
