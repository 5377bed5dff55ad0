namespace Aether.Tls.Certificates;

/// <summary>What an operator wants to know of a certificate in use.</summary>
/// <param name="Source">The file it came from.</param>
public sealed record CertificateFacts(string Source, string Subject, IReadOnlyList<string> Names, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string KeyKind, string Thumbprint);
