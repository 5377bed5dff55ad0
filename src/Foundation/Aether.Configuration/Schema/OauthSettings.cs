using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>An OAuth 2.0 or OpenID Connect provider whose access tokens open accounts. RFC 6750, RFC 7628.</summary>
public sealed record OauthSettings
{
    [Setting("The provider, exactly as it names itself; its keys are found by its discovery document. Empty: no tokens are taken. https, or this machine.")]
    public string Issuer { get; init; } = "";

    [Setting("What a token must be for (aud).")]
    public string Audience { get; init; } = "aether";

    [Setting("The claim of a token that holds the address of the account.")]
    public string Claim { get; init; } = "email";

    [Setting("Signatures that are taken, of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512. RFC 8725.")]
    public IReadOnlyList<string> Algorithms { get; init; } = ["RS256", "ES256"];

    [Setting("As whom to ask the provider about tokens that only it can read. Empty: those are refused. RFC 7662.")]
    public string ClientId { get; init; } = "";

    [Setting("The secret for that.")]
    public Secret ClientSecret { get; init; } = new("");
}
