using Aether.Storage.Committing;
using Aether.Storage.Messages;

namespace Aether.Storage.Annotations;

/// <summary>Changes annotations of messages, the same of each; too many on one, and none of it happened. RFC 5257 §4.5.</summary>
internal sealed record SetAnnotations(AccountId Account, MailboxId Mailbox, UidRanges Uids, IReadOnlyList<MetadataChange> Changes, int MaxEntries, ModSeq? UnchangedSince) : Operation<AnnotationResult>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];

    public override int Bytes => Changes.Sum(static change => change.Value?.Length ?? 0);
}
