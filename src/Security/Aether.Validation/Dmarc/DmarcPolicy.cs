namespace Aether.Validation.Dmarc;

/// <summary>What a domain wants done with mail that fails. RFC 9989 §4.7.</summary>
public enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}
