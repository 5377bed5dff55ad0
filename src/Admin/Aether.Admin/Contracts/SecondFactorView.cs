namespace Aether.Admin.Contracts;

/// <summary>Whether an account has a second factor for signing in by a browser.</summary>
/// <param name="RecoveryCodes">How many are left.</param>
public sealed record SecondFactorView(bool On, DateTimeOffset? Since, int RecoveryCodes);
