namespace Aether.Validation.Bimi;

/// <summary>An image of a certificate's subject, as its extension has it. RFC 9399 §4.1.</summary>
/// <param name="Octets">As they stand in the address: perhaps packed.</param>
/// <param name="Hashes">What the certificate says of them: algorithm and value.</param>
internal sealed record LogotypeImage(byte[] Octets, IReadOnlyList<(string Algorithm, byte[] Value)> Hashes);
