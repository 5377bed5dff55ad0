namespace Aether.Validation.Arc;

/// <summary>The end of a chain's check. RFC 8617 §5.2.</summary>
/// <param name="Sealers">The domains that sealed, the first hop first.</param>
public sealed record ArcOutcome(ArcResult Result, IReadOnlyList<string> Sealers, string? Reason = null)
{
    public static ArcOutcome None { get; } = new(ArcResult.None, []);

    /// <summary>The newest instance; 0 without a chain.</summary>
    public int Instance { get; init; }

    /// <summary>The results that the first hop saw, as it wrote them: what ARC-Authentication-Results 1 says behind its instance.</summary>
    public string FirstResults { get; init; } = "";

    public static string NameOf(ArcResult result) => result switch
    {
        ArcResult.None => "none",
        ArcResult.Pass => "pass",
        ArcResult.Fail => "fail",
        _ => "temperror",
    };
}
