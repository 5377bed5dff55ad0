namespace Aether.Storage.Annotations;

/// <summary>The queries on annotations, one implementation an engine.</summary>
internal interface IMetadataReads
{
    /// <summary>The shared entries and those of <paramref name="reader"/>, by name.</summary>
    /// <param name="mailbox">Null: those of the account itself.</param>
    ValueTask<IReadOnlyList<MetadataEntry>> ListAsync(AccountId account, MailboxId? mailbox, AccountId reader, CancellationToken ct);

    /// <summary>Of the account and all its mailboxes, the shared ones and those of <paramref name="reader"/>; at most so many.</summary>
    ValueTask<IReadOnlyList<MetadataMark>> MarksAsync(AccountId account, AccountId reader, int most, CancellationToken ct);

    /// <summary>Those of all readers, for a backup.</summary>
    /// <param name="mailbox">Null: those of the account itself.</param>
    ValueTask<IReadOnlyList<MetadataEntry>> AllAsync(AccountId account, MailboxId? mailbox, CancellationToken ct);
}
