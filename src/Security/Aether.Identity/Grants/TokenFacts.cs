namespace Aether.Identity.Grants;

/// <summary>What is told of a token that is good. RFC 7662 §2.2.</summary>
public sealed record TokenFacts(string Kind, string Address, string Client, DateTimeOffset Issued, DateTimeOffset Until, string Grant);
