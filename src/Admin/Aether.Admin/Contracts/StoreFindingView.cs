namespace Aether.Admin.Contracts;

/// <summary>Something in the store that is not as it has to be.</summary>
/// <param name="Check">Short name of the rule that is broken.</param>
public sealed record StoreFindingView(string Check, string Subject, string Detail);
