namespace Aether.Configuration.Schema;

/// <summary>How this server shows an ACME authority that a name is its own. RFC 8555 §8.</summary>
public enum AcmeProof
{
    /// <summary>HTTP-01: the authority asks on port 80.</summary>
    Http,

    /// <summary>TLS-ALPN-01: the authority shakes hands on port 443. RFC 8737.</summary>
    Tls,

    /// <summary>DNS-01: a program of the operator's puts a record into the zone.</summary>
    Command,

    /// <summary>DNS-01: a record is put into a zone by an update. RFC 2136.</summary>
    Dns,
}
