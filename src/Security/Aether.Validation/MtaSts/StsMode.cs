namespace Aether.Validation.MtaSts;

/// <summary>How a domain wants its policy taken. RFC 8461 §5.</summary>
public enum StsMode
{
    /// <summary>There is none any more.</summary>
    None,

    /// <summary>Failures are reported only.</summary>
    Testing,

    /// <summary>Mail goes to hosts that fit, over TLS with a certificate that fits, or waits.</summary>
    Enforce,
}
