using Aether.Storage.Committing;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Storage.Sharing;

/// <summary>Changes one entry of a mailbox's rights. RFC 4314 §3.1, §3.2.</summary>
internal sealed record SetAcl(AccountId Account, MailboxId Mailbox, AclChange Change, int MaxEntries) : Operation<MailboxStatus>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Notes what a reader has seen in a mailbox of another; the messages get a new mod-sequence, so that the reader's other sessions learn of it.</summary>
internal sealed record SetSeen(AccountId Account, MailboxId Mailbox, AccountId Reader, UidRanges Uids, SeenMark Mark, ModSeq? UnchangedSince) : Operation<SeenResult>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>What came of it.</summary>
/// <param name="Uids">Those that changed, ascending.</param>
internal sealed record SeenResult(IReadOnlyList<Uid> Uids, ModSeq ModSeq);
