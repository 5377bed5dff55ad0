namespace Aether.Admin.Contracts;

/// <summary>A certificate that all nodes are to serve.</summary>
/// <param name="Certificate">With its chain, in PEM.</param>
/// <param name="Key">In PEM.</param>
public sealed record ImportCertificateRequest(string Certificate, string Key);
