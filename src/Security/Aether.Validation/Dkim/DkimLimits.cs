namespace Aether.Validation.Dkim;

/// <summary>What one message may cost (case D03). RFC 6376 §8.4, RFC 8301 §3.2.</summary>
public sealed record DkimLimits
{
    /// <summary>Signatures verified; further ones are not looked at.</summary>
    public int Signatures { get; init; } = 5;

    public int MinRsaBits { get; init; } = 1024;

    /// <summary>Longer keys take too long.</summary>
    public int MaxRsaBits { get; init; } = 8192;

    /// <summary>Octets of a signature field.</summary>
    public int MaxFieldLength { get; init; } = 16 << 10;

    /// <summary>How far ahead of ours the signer's clock may be.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);
}
