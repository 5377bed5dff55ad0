namespace Aether.Admin.Contracts;

/// <summary>Asks for a quota; 0 is no limit.</summary>
public sealed record QuotaRequest(long Bytes, long Messages)
{
    /// <summary>Mailboxes, of an account only.</summary>
    public long Mailboxes { get; init; }
}
