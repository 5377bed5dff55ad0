namespace Aether.Validation.Messages;

/// <summary>Which changes on the way a signature survives. RFC 6376 §3.4.</summary>
public enum Canonicalization
{
    Simple,
    Relaxed,
}
