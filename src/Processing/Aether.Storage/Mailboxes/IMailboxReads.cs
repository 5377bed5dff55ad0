using Aether.Storage.Messages;

namespace Aether.Storage.Mailboxes;

/// <summary>The queries on mailboxes, one implementation an engine.</summary>
internal interface IMailboxReads
{
    ValueTask<IReadOnlyList<Mailbox>> ListAsync(AccountId account, CancellationToken ct);

    ValueTask<Mailbox?> FindAsync(AccountId account, string[] levels, CancellationToken ct);

    ValueTask<MailboxCounters?> CountAsync(AccountId account, MailboxId mailbox, CancellationToken ct);

    ValueTask<IReadOnlyList<string>> SubscriptionsAsync(AccountId account, CancellationToken ct);
}
