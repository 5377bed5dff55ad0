namespace Aether.Mime.Scanning;

/// <summary>How much of a message's structure is looked at; beyond it a message is still delivered, its view is coarser.</summary>
public sealed record MimeLimits
{
    public static MimeLimits Default { get; } = new();

    /// <summary>Octets of one top-level header field, folding included.</summary>
    public int MaxFieldLength { get; init; } = 64 * 1024;

    /// <summary>Octets of the whole top-level header.</summary>
    public int MaxHeaderLength { get; init; } = 512 * 1024;

    public int MaxFields { get; init; } = 1_000;

    /// <summary>Levels of multipart and message/rfc822; what lies deeper is one opaque part.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Parts of one message; the last one allowed takes in all that follows.</summary>
    public int MaxParts { get; init; } = 10_000;

    /// <summary>Parameters of one Content-Type or Content-Disposition, RFC 2231 pieces counted singly.</summary>
    public int MaxParameters { get; init; } = 128;

    public int MaxAddressTokens { get; init; } = 10_240;

    /// <summary>Addresses rendered into one ENVELOPE.</summary>
    public int MaxAddresses { get; init; } = 5_000;

    /// <summary>Octets a boundary may have; RFC 2046 §5.1.1 allows 70, some senders do not care.</summary>
    public int MaxBoundaryLength { get; init; } = 1_024;

    /// <summary>Octets that the fields of all parts together may add to BODYSTRUCTURE; then they are left out.</summary>
    public int MaxRenderedPartFields { get; init; } = 1024 * 1024;
}
