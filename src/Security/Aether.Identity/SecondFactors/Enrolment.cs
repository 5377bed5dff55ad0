namespace Aether.Identity.SecondFactors;

/// <summary>What somebody is shown once who gets a second factor.</summary>
/// <param name="Address">The otpauth link for the authenticator.</param>
/// <param name="Secret">The same to type.</param>
/// <param name="Codes">The recovery codes.</param>
public sealed record Enrolment(string Address, string Secret, IReadOnlyList<string> Codes);
