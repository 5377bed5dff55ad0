namespace Aether.Configuration.Schema;

/// <summary>How a listener uses TLS.</summary>
public enum ListenerTls
{
    None,

    /// <summary>Plain at first, upgraded by the client. RFC 3207, RFC 9051 §6.2.1.</summary>
    StartTls,

    /// <summary>The same, and nothing is done before that. RFC 3207 §4.</summary>
    Required,

    /// <summary>TLS from the first byte. RFC 8314.</summary>
    Implicit,
}
