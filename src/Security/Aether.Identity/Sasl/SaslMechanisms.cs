using Aether.Identity.Logins;

namespace Aether.Identity.Sasl;

/// <summary>The mechanisms that are offered, in the order of preference, and how an exchange begins.</summary>
public sealed class SaslMechanisms(Authenticator authenticator)
{
    /// <summary>PLAIN and LOGIN show the password to the wire: offer them only where that is allowed.</summary>
    public static IReadOnlyList<string> Names { get; } = ["PLAIN", "LOGIN"];

    /// <returns>Null: there is no such mechanism.</returns>
    public SaslExchange? Begin(string mechanism, LoginPeer peer) => mechanism.ToUpperInvariant() switch
    {
        "PLAIN" => new PlainExchange(authenticator, peer),
        "LOGIN" => new LoginExchange(authenticator, peer),
        _ => null,
    };
}
