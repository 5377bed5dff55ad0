namespace Aether.Validation.Spf;

/// <summary>What SPF says of a sender. RFC 7208 §2.6.</summary>
public enum SpfResult
{
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,
    TempError,
    PermError,
}
