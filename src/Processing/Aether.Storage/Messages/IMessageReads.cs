
namespace Aether.Storage.Messages;

/// <summary>The queries on messages, one implementation an engine. Each statement names its account.</summary>
internal interface IMessageReads
{
    ValueTask<RowPages> ListAsync(AccountId account, MailboxId mailbox, CancellationToken ct);

    ValueTask<MailboxChanges> ChangesAsync(AccountId account, MailboxId mailbox, ModSeq since, CancellationToken ct);

    ValueTask<IReadOnlyList<EmailRow>> ReadEmailsAsync(AccountId account, ReadOnlyMemory<EmailId> emails, CancellationToken ct);

    ValueTask<IReadOnlyDictionary<uint, long>> SavedAsync(AccountId account, MailboxId mailbox, Uid first, Uid last, CancellationToken ct);

    ValueTask<KeywordTable> KeywordsAsync(AccountId account, CancellationToken ct);
}
