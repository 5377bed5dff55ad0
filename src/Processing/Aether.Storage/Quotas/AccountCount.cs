namespace Aether.Storage.Quotas;

/// <summary>An account's counters as its messages say they should be.</summary>
/// <param name="ModSeq">When it was counted.</param>
/// <param name="Wrong">The counters that say otherwise.</param>
internal sealed record AccountCount(AccountId Account, ModSeq ModSeq, long Bytes, long Messages, IReadOnlyList<AccountCount.MailboxCount> Mailboxes, IReadOnlyList<CounterRepair> Wrong)
{
    public readonly record struct MailboxCount(MailboxId Mailbox, long Messages, long Unseen, long Bytes);
}
