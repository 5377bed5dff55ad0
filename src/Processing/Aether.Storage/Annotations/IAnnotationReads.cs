namespace Aether.Storage.Annotations;

/// <summary>The queries on annotations of messages, one implementation an engine.</summary>
internal interface IAnnotationReads
{
    /// <summary>The messages of a range that have any that <paramref name="reader"/> may see, ascending.</summary>
    /// <param name="after">Only those changed later than this.</param>
    ValueTask<IReadOnlyList<Uid>> MessagesAsync(AccountId account, MailboxId mailbox, (Uid First, Uid Last) range, AccountId reader, ModSeq after, CancellationToken ct);

    /// <summary>Those of one message, shared and <paramref name="reader"/>'s own, by name.</summary>
    ValueTask<IReadOnlyList<MessageAnnotation>> ListAsync(AccountId account, MailboxId mailbox, Uid uid, AccountId reader, CancellationToken ct);

    /// <summary>Shared ones of one name on all messages, by UID; the name may be one that no client can say.</summary>
    ValueTask<IReadOnlyList<MessageAnnotation>> NamedAsync(AccountId account, MailboxId mailbox, string name, CancellationToken ct);

    /// <summary>Those of all readers on one message, for a backup.</summary>
    ValueTask<IReadOnlyList<MessageAnnotation>> AllAsync(AccountId account, MailboxId mailbox, Uid uid, CancellationToken ct);

    /// <summary>The messages that have any of anybody, for a backup.</summary>
    ValueTask<IReadOnlyList<Uid>> MessagesOfAllAsync(AccountId account, MailboxId mailbox, CancellationToken ct);
}
