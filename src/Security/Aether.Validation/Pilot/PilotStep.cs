namespace Aether.Validation.Pilot;

/// <summary>The steps that a domain goes to where nothing in its name is taken but its own. The numbers are stored.</summary>
public enum PilotStep
{
    /// <summary>p=none: reports only.</summary>
    None = 0,

    /// <summary>p=quarantine; t=y: still nothing happens, and reports say what would. RFC 9989 §4.7.</summary>
    QuarantineTest = 1,

    Quarantine = 2,

    /// <summary>p=reject; t=y: as quarantine.</summary>
    RejectTest = 3,

    Reject = 4,
}
