namespace Aether.Storage.Verification;

/// <summary>Something in the store that is not as it has to be.</summary>
/// <param name="Check">Short name of the rule that is broken.</param>
/// <param name="Subject">The row: a kind and its ids.</param>
/// <param name="Detail">What is there, and what ought to be.</param>
public sealed record StoreFinding(string Check, string Subject, string Detail);
