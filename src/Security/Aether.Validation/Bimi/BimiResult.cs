namespace Aether.Validation.Bimi;

/// <summary>How far an indicator came (BIMI draft, "Affix BIMI Status").</summary>
public enum BimiResult
{
    /// <summary>The message does not qualify for one.</summary>
    Skipped,

    /// <summary>The domain publishes none.</summary>
    None,

    /// <summary>The domain says that it wants none.</summary>
    Declined,
    Pass,
    Fail,

    /// <summary>It could not be had now.</summary>
    TempError,
}
