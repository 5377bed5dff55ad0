using Aether.Storage.Committing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Annotations;

/// <summary>Changes annotations of a mailbox or, where there is none named, of the account: all or none. RFC 5464 §4.3.</summary>
internal sealed record SetMetadata(AccountId Account, MailboxId? Mailbox, IReadOnlyList<MetadataChange> Changes, int MaxEntries) : Operation<MailboxStatus>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];

    public override int Bytes => Changes.Sum(static change => change.Value?.Length ?? 0);
}
