namespace Aether.Identity.Tokens;

/// <summary>Which tokens are taken.</summary>
/// <param name="Issuer">The provider, exactly as it names itself in <c>iss</c>.</param>
/// <param name="Audience">What a token must be for.</param>
/// <param name="Claim">The claim that holds the address of the account.</param>
/// <param name="Algorithms">The signatures that are taken; all others are refused, whatever a token says of itself. RFC 8725 §3.1.</param>
public sealed record TokenOptions(string Issuer, string Audience, string Claim, IReadOnlyList<string> Algorithms)
{
    /// <summary>How far clocks may be apart.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromMinutes(1);
}
