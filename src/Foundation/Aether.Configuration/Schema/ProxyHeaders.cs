namespace Aether.Configuration.Schema;

/// <summary>By which headers a proxy tells who its client is.</summary>
public enum ProxyHeaders
{
    /// <summary>None is believed.</summary>
    None,

    /// <summary>X-Forwarded-For and X-Forwarded-Proto.</summary>
    XForwarded,

    /// <summary>RFC 7239.</summary>
    Forwarded,
}
