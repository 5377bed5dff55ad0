namespace Aether.Validation.Bimi;

/// <summary>Whether somebody vouches for the right to an indicator.</summary>
public enum BimiAuthority
{
    /// <summary>No certificate was named.</summary>
    None,
    Pass,
    Fail,
}
