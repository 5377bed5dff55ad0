namespace Aether.Queue.Settings;

/// <summary>What is asked of the domains that mail goes to.</summary>
public sealed record TransportOptions
{
    /// <summary>Certificates are compared with TLSA records that DNSSEC vouches for. RFC 7672.</summary>
    public bool Dane { get; init; } = true;

    /// <summary>Policies that domains publish over HTTPS are kept to. RFC 8461.</summary>
    public bool MtaSts { get; init; } = true;

    /// <summary>What becomes of sessions is counted for reports. RFC 8460.</summary>
    public bool Reports { get; init; } = true;

    /// <summary>Where policies are fetched: 443, unless it is a test.</summary>
    public int PolicyPort { get; init; } = 443;
}
