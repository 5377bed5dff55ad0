namespace Aether.Admin.Contracts;

/// <summary>A certificate in use.</summary>
/// <param name="Source">The file it came from.</param>
/// <param name="Thumbprint">SHA-256, in hex.</param>
public sealed record CertificateView(string Source, IReadOnlyList<string> Names, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Key, string Thumbprint)
{
    /// <summary>Why there is no other yet that should be; null when all is well.</summary>
    public string? Trouble { get; init; }
}
