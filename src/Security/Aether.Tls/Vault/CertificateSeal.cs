namespace Aether.Tls.Vault;

/// <summary>How secrets are sealed before they go into the store: with the key of the server, for one place each. Who holds that key is not known here.</summary>
/// <param name="Seal">From octets and a place.</param>
/// <param name="Open">From what was sealed and the place; null when another key sealed it, or it was changed or moved.</param>
public sealed record CertificateSeal(Func<byte[], string, string> Seal, Func<string, string, byte[]?> Open);
