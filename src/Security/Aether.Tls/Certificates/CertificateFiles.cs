namespace Aether.Tls.Certificates;

/// <summary>Full paths of one certificate with its chain, and of its key, in PEM. RFC 7468.</summary>
public sealed record CertificateFiles(string Certificate, string Key);
