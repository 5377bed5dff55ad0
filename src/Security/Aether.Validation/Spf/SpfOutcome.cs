namespace Aether.Validation.Spf;

/// <summary>The end of one check. RFC 7208 §2.6, §9.1.</summary>
/// <param name="Domain">The domain that was asked; empty where there was none to ask.</param>
/// <param name="Mechanism">The directive that decided, as published.</param>
/// <param name="Problem">What went wrong, for a temporary or permanent error.</param>
/// <param name="Explanation">What the domain has to say about a fail; its own words, not to be trusted. RFC 7208 §6.2.</param>
public sealed record SpfOutcome(SpfResult Result, SpfIdentity Identity, string Domain, string? Mechanism = null, string? Problem = null, string? Explanation = null);
