namespace Aether.Queue.Settings;

/// <summary>What a connection to the next hop must be. What MTA-STS and DANE ask for ends here as well.</summary>
public enum TlsPolicy
{
    /// <summary>Never.</summary>
    None,

    /// <summary>STARTTLS where it is offered, whatever the certificate; plaintext where it fails. RFC 7435.</summary>
    Opportunistic,

    /// <summary>STARTTLS with a certificate that fits the host, or no delivery.</summary>
    Required,

    /// <summary>TLS from the first byte, with a certificate that fits. RFC 8314.</summary>
    Implicit,

    /// <summary>STARTTLS, whatever the certificate, or no delivery: TLSA records that nobody can use. RFC 7672 §2.2.</summary>
    Encrypted,

    /// <summary>STARTTLS with a certificate that fits the host's TLSA records, or no delivery. RFC 7672.</summary>
    Dane,
}
