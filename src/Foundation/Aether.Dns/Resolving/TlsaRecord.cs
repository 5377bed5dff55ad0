namespace Aether.Dns.Resolving;

/// <summary>What a certificate must fit. RFC 6698 §2.1.</summary>
/// <param name="Usage">RFC 6698 §2.1.1: 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE.</param>
/// <param name="Selector">RFC 6698 §2.1.2: 0 the whole certificate, 1 its public key.</param>
/// <param name="Matching">RFC 6698 §2.1.3: 0 exact, 1 SHA-256, 2 SHA-512.</param>
public sealed record TlsaRecord(byte Usage, byte Selector, byte Matching, ReadOnlyMemory<byte> Data);
