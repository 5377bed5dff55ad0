namespace Aether.Storage.Quotas;

/// <summary>The most that may be stored; 0 is no limit.</summary>
/// <param name="Messages">Messages in mailboxes; one in two mailboxes counts twice, as its octets do.</param>
public readonly record struct QuotaLimit(long Bytes, long Messages)
{
    /// <summary>Mailboxes of an account; only accounts have such a limit. RFC 9208 §5.3.</summary>
    public long Mailboxes { get; init; }

    public bool IsNone => Bytes is 0 && Messages is 0 && Mailboxes is 0;
}
