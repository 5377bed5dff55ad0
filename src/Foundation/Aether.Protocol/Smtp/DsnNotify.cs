namespace Aether.Protocol.Smtp;

/// <summary>The NOTIFY parameter of RCPT. RFC 3461 §4.1.</summary>
[Flags]
public enum DsnNotify
{
    /// <summary>Not given: failures are reported, and delays may be.</summary>
    Unspecified = 0,
    Success = 1,
    Failure = 2,
    Delay = 4,

    /// <summary>Stands alone.</summary>
    Never = 8,
}
