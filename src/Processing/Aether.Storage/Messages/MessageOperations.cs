using Aether.Storage.Bodies;
using Aether.Storage.Committing;

namespace Aether.Storage.Messages;

/// <summary>Adds one stored message to a mailbox. RFC 9051 §6.3.12.</summary>
internal sealed record AppendMessage(AccountId Account, MailboxId Target, StoredMessage Message, FlagChange Flags, DateTimeOffset InternalDate, DateTimeOffset Now) : Operation<AppendResult>
{
    public override int Bytes => Message.Body.InlineBytes;

    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Changes flags of at most <see cref="MessageStore.MaxRows"/> messages; where asked, only of those that nobody changed since.</summary>
internal sealed record SetFlags(AccountId Account, MailboxId Mailbox, UidRanges Uids, FlagChange Change, ModSeq? UnchangedSince = null) : Operation<FlagResult>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Removes messages; where <paramref name="Only"/> says so, just those with \\Deleted. RFC 9051 §6.4.3.</summary>
internal sealed record ExpungeMessages(AccountId Account, MailboxId Mailbox, UidRanges Uids, ExpungeOnly Only, DateTimeOffset CollectAt) : Operation<IReadOnlyList<Uid>>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Keeps previews that were made, so that they are made once. RFC 8970 §5.</summary>
internal sealed record KeepPreviews(AccountId Account, IReadOnlyList<(EmailId Email, string Preview)> Previews) : Operation<int>
{
    public override int Bytes => Previews.Sum(static pair => pair.Preview.Length * 2);

    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Copies messages into another mailbox of the account: more rows, the same emails. RFC 9051 §6.4.7.</summary>
internal sealed record CopyMessages(AccountId Account, MailboxId Source, UidRanges Uids, MailboxId Target, DateTimeOffset Now) : Operation<CopyResult>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}

/// <summary>Moves messages: copy and removal in one. RFC 6851.</summary>
internal sealed record MoveMessages(AccountId Account, MailboxId Source, UidRanges Uids, MailboxId Target, DateTimeOffset Now) : Operation<CopyResult>
{
    public override IReadOnlyList<AccountId> Accounts => [Account];
}
