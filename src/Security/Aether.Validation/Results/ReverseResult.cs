namespace Aether.Validation.Results;

/// <summary>RFC 8601 §2.7.3.</summary>
public enum ReverseResult
{
    Pass,
    Fail,
    TempError,
    PermError,
}
