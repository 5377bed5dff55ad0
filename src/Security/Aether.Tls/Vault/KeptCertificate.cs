namespace Aether.Tls.Vault;

/// <summary>A certificate with its chain, and its key, both in PEM.</summary>
internal sealed record KeptCertificate(string Chain, string Key);
