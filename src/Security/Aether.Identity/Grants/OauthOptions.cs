namespace Aether.Identity.Grants;

/// <summary>How our authorization server works.</summary>
/// <param name="Issuer">What it calls itself, without a slash at its end.</param>
/// <param name="AccessToken">How long an access token is good.</param>
/// <param name="Idle">How long a grant lasts without being used.</param>
public sealed record OauthOptions(string Issuer, TimeSpan AccessToken, TimeSpan Idle)
{
    /// <summary>Whom our access tokens are for.</summary>
    public const string Audience = "aether";

    /// <summary>The one scope: all that the account may do with mail.</summary>
    public const string Scope = "mail";

    /// <summary>Let programs register themselves.</summary>
    public bool Registration { get; init; }

    /// <summary>Programs that may do so at most.</summary>
    public int MaxRegistered { get; init; } = 1000;

    /// <summary>Programs that the operator named.</summary>
    public IReadOnlyList<OauthClient> Clients { get; init; } = [];
}
