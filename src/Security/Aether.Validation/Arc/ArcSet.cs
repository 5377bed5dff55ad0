using Aether.Validation.Dkim;
using Aether.Validation.Messages;

namespace Aether.Validation.Arc;

/// <summary>The three fields one hop added. RFC 8617 §4.1, §4.2.</summary>
internal sealed record ArcSet(HeaderEntry Results, HeaderEntry Message, HeaderEntry Seal)
{
    /// <summary>The tags of Seal.</summary>
    public required TagList SealTags { get; init; }

    /// <summary>The signature in Message.</summary>
    public required DkimSignature MessageSignature { get; init; }

    /// <summary>The signature in Seal, which covers fields only.</summary>
    public required DkimSignature SealSignature { get; init; }
}
