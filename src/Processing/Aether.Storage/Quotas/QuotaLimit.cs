namespace Aether.Storage.Quotas;

/// <summary>The most that may be stored; 0 is no limit.</summary>
/// <param name="Messages">Messages in mailboxes; one in two mailboxes counts twice, as its octets do.</param>
public readonly record struct QuotaLimit(long Bytes, long Messages)
{
    public bool IsNone => Bytes is 0 && Messages is 0;
}
