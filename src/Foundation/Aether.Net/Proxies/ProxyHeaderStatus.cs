namespace Aether.Net.Proxies;

/// <summary>How far a PROXY header was read.</summary>
public enum ProxyHeaderStatus
{
    Incomplete,
    Complete,
    Malformed,
}
