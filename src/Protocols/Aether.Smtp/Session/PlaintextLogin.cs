namespace Aether.Smtp.Session;

/// <summary>Where a password may travel without TLS: <c>security.plaintextLogin</c>.</summary>
public enum PlaintextLogin
{
    Never,

    /// <summary>Both ends are on this machine.</summary>
    Loopback,
    Always,
}
