namespace Aether.Identity.SecondFactors;

/// <summary>Whether an account has a second factor.</summary>
/// <param name="Since">Since when; null: it has none.</param>
/// <param name="Codes">Recovery codes that are left.</param>
public sealed record SecondFactorState(bool IsOn, DateTimeOffset? Since, int Codes);
