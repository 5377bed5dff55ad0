using System.Security.Cryptography.X509Certificates;

namespace Aether.Validation.Bimi.Revocation;

/// <summary>Whether a certificate was taken back, to be asked of its authority.</summary>
/// <param name="Serial">Big-endian.</param>
/// <param name="IsAuthority">It is the certificate of an authority itself.</param>
/// <param name="Issuer">The certificate that it was made with.</param>
/// <param name="Places">Where lists are; none: nobody can be asked.</param>
internal sealed record RevocationQuestion(byte[] Serial, bool IsAuthority, byte[] Issuer, IReadOnlyList<Uri> Places)
{
    /// <summary>Those of a chain, all but of its root.</summary>
    public static IReadOnlyList<RevocationQuestion> Of(X509ChainElementCollection chain) =>
        [.. chain.Zip(chain.Skip(1), (made, by) => new RevocationQuestion(made.Certificate.SerialNumberBytes.ToArray(), made != chain[0], by.Certificate.RawData, DistributionPoints.Of(made.Certificate)))];
}
