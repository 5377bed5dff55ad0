namespace Aether.Configuration.Schema;

/// <summary>TLS towards a next hop.</summary>
public enum NextHopTls
{
    None,

    /// <summary>STARTTLS where it is offered, whatever the certificate. RFC 7435.</summary>
    Opportunistic,

    /// <summary>STARTTLS or no delivery.</summary>
    Required,
}
