using Aether.Storage.Committing;
using Aether.Storage.Mailboxes;

namespace Aether.Storage.Annotations;

/// <summary>Annotations of mailboxes and accounts: those that all see, and each user's own. RFC 5464.</summary>
public sealed class MetadataStore
{
    private readonly ICommitter committer;
    private readonly IMetadataReads reads;

    internal MetadataStore(ICommitter committer, IMetadataReads reads)
    {
        this.committer = committer;
        this.reads = reads;
    }

    /// <summary>The entries that <paramref name="reader"/> may see, by name.</summary>
    /// <param name="mailbox">Null: those of the account itself.</param>
    public ValueTask<IReadOnlyList<MetadataEntry>> ListAsync(AccountId account, MailboxId? mailbox, AccountId reader, CancellationToken ct) =>
        reads.ListAsync(account, mailbox, reader, ct);

    /// <summary>What there is in the account and all its mailboxes that <paramref name="reader"/> may see, at most so many: who compares two answers knows what changed.</summary>
    public ValueTask<IReadOnlyList<MetadataMark>> MarksAsync(AccountId account, AccountId reader, int most, CancellationToken ct) => reads.MarksAsync(account, reader, most, ct);

    /// <summary>Changes entries, all or none.</summary>
    /// <param name="most">Entries that the mailbox may have of one reader, or shared.</param>
    public Task<MailboxStatus> SetAsync(AccountId account, MailboxId? mailbox, IReadOnlyList<MetadataChange> changes, int most, CancellationToken ct) =>
        committer.RunAsync(new SetMetadata(account, mailbox, changes, most), ct);
}
