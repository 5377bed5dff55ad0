namespace Aether.Identity.SecondFactors;

/// <summary>A secret that somebody is about to put into an authenticator; nothing is kept of it until a code proves that it is there.</summary>
/// <param name="Sealed">It comes back with the code.</param>
/// <param name="Address">The otpauth link for the authenticator.</param>
/// <param name="Secret">The same to type.</param>
public sealed record PendingFactor(string Sealed, string Address, string Secret);
