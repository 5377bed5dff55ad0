namespace Aether.Storage.Logins;

/// <summary>What an account has to show beside its password when somebody signs in by a browser. RFC 6238.</summary>
/// <param name="Secret">Sealed: opaque here.</param>
/// <param name="Codes">What is kept of the recovery codes that are left, separated by blanks: opaque here.</param>
/// <param name="LastStep">The time step of the last code that was taken: none up to it is taken again.</param>
public sealed record SecondFactorRow(string Secret, string Codes, long LastStep, DateTimeOffset Created);
