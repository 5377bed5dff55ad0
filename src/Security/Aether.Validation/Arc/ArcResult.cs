namespace Aether.Validation.Arc;

/// <summary>What a chain is worth. RFC 8617 §4.4; a look-up that failed for now leaves it open.</summary>
public enum ArcResult
{
    None,
    Pass,
    Fail,
    TempError,
}
