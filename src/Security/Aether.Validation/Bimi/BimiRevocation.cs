namespace Aether.Validation.Bimi;

/// <summary>Whether it is asked if a certificate was taken back by its authority.</summary>
public enum BimiRevocation
{
    /// <summary>It is, and without an answer nothing is shown.</summary>
    Require,

    /// <summary>It is, and what nobody knows counts as good.</summary>
    Prefer,

    Off,
}
