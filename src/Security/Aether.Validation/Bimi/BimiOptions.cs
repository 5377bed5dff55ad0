using System.Security.Cryptography.X509Certificates;

namespace Aether.Validation.Bimi;

/// <summary>Which indicators are offered, and what looking for one may cost.</summary>
public sealed record BimiOptions
{
    /// <summary>Authorities whose certificates of marks count.</summary>
    public IReadOnlyList<X509Certificate2> Roots { get; init; } = [];

    /// <summary>What nobody vouches for is not offered.</summary>
    public bool NeedsCertificate { get; init; } = true;

    /// <summary>Octets of an image, unpacked or not.</summary>
    public int MaxImage { get; init; } = 32 << 10;

    /// <summary>Octets of a certificate with its chain.</summary>
    public int MaxCertificate { get; init; } = 256 << 10;

    /// <summary>Whether a certificate that may have been revoked counts.</summary>
    public BimiRevocation Revocation { get; init; }

    /// <summary>Octets of an image that is written into the message.</summary>
    public int MaxWritten { get; init; } = 32 << 10;

    /// <summary>How long a message waits for what was not at hand; it is taken then without an indicator.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long what was found counts.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Fetched at a time.</summary>
    public int Fetches { get; init; } = 16;

    /// <summary>Octets of images that are kept.</summary>
    public long Cache { get; init; } = 64 << 20;
}
