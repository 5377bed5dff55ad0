namespace Aether.Configuration.Schema;

/// <summary>TLS towards a next hop.</summary>
public enum NextHopTls
{
    None,

    /// <summary>STARTTLS where it is offered, whatever the certificate. RFC 7435.</summary>
    Opportunistic,

    /// <summary>STARTTLS with a certificate that fits the host, or no delivery.</summary>
    Required,

    /// <summary>TLS from the first byte, with a certificate that fits. RFC 8314.</summary>
    Implicit,
}
