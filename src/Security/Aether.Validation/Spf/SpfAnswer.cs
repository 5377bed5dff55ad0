namespace Aether.Validation.Spf;

/// <summary>What check_host() gave for one domain, which may be one that was included. RFC 7208 §2.6.</summary>
/// <param name="Domain">Whose record decided, for its explanation.</param>
internal readonly record struct SpfAnswer(SpfResult Result, string Domain, string? Mechanism = null, string? Problem = null, SpfMacroString? Explanation = null)
{
    public static SpfAnswer Error(SpfResult result, string domain, string problem) => new(result, domain, null, problem);
}
