namespace Aether.Storage.Quotas;

/// <summary>A quota and how much of it is used.</summary>
/// <param name="Name">The account's address, the domain, the tenant.</param>
public sealed record QuotaUsage(QuotaOwner Owner, string Name, QuotaLimit Limit, long UsedBytes, long UsedMessages)
{
    /// <summary>Mailboxes of an account; 0 where it is another's quota.</summary>
    public long UsedMailboxes { get; init; }

    /// <summary>Whether so much more goes in.</summary>
    public bool Fits(long bytes, long messages) =>
        (Limit.Bytes is 0 || UsedBytes + bytes <= Limit.Bytes) && (Limit.Messages is 0 || UsedMessages + messages <= Limit.Messages);
}
