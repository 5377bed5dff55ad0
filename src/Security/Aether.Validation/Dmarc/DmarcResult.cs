namespace Aether.Validation.Dmarc;

/// <summary>RFC 9989 §4, RFC 8601 §2.7.</summary>
public enum DmarcResult
{
    None,
    Pass,
    Fail,
    TempError,
    PermError,
}
