namespace Aether.Configuration.Schema;

/// <summary>Whom an SMTP listener serves.</summary>
public enum SmtpListenerKind
{
    /// <summary>Other servers.</summary>
    Mx,

    /// <summary>Users who log in. RFC 6409.</summary>
    Submission,

    /// <summary>Local programs, one reply per recipient. RFC 2033.</summary>
    Lmtp,
}
