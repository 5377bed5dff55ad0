using Aether.Identity.Logins;

namespace Aether.Identity.Sasl;

/// <summary>One answer of the server in an exchange: a challenge to go on with, or the end.</summary>
/// <param name="Challenge">What to send, not yet base64; empty is a challenge too.</param>
/// <param name="Result">The end; null while the exchange goes on.</param>
public readonly record struct SaslStep(ReadOnlyMemory<byte> Challenge, LoginResult? Result)
{
    public static SaslStep Ask(ReadOnlyMemory<byte> challenge) => new(challenge, null);

    public static SaslStep End(LoginResult result) => new(default, result);
}
