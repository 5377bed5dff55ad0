namespace Aether.Validation.Dkim;

/// <summary>What became of a signature. RFC 8601 §2.7.1.</summary>
public enum DkimResult
{
    None,
    Pass,
    Fail,

    /// <summary>It may be right, and is made in a way that is not accepted.</summary>
    Policy,
    Neutral,
    TempError,
    PermError,
}
