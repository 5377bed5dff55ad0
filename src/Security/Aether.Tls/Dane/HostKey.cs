namespace Aether.Tls.Dane;

/// <summary>A key of this host that is to be pinned in the DNS.</summary>
/// <param name="Pin">SHA-256 of the public key, in hex.</param>
/// <param name="IsNext">It does not serve yet: its pin has to be in all caches before it does.</param>
/// <param name="IsSelfSigned">Nobody vouches for it but the pin.</param>
public sealed record HostKey(string Pin, bool IsNext, bool IsSelfSigned);
