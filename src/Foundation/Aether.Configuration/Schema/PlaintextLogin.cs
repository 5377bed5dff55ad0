namespace Aether.Configuration.Schema;

/// <summary>Where passwords may travel without TLS.</summary>
public enum PlaintextLogin
{
    Never,

    /// <summary>Where both ends are on this machine.</summary>
    Loopback,
    Always,
}
