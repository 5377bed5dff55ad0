namespace Aether.Storage.Grants;

/// <summary>Under which terms an authorization code is redeemed. RFC 6749 §4.1.3, RFC 7636 §4.6.</summary>
/// <param name="Redirect">Where the code was sent; it has to be named again.</param>
/// <param name="Challenge">What the program's secret must hash to.</param>
/// <param name="Until">The code ends then.</param>
public sealed record CodeTerms(string Redirect, string Challenge, DateTimeOffset Until);
