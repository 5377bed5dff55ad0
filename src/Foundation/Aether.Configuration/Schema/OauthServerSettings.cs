using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Our own authorization server: programs get access tokens for their user, who signs in by a browser. RFC 6749, RFC 8414.</summary>
public sealed record OauthServerSettings
{
    [Setting("Be one, under /oauth2 on the HTTP ports, so that OAUTHBEARER and XOAUTH2 are offered.")]
    public bool Enabled { get; init; } = true;

    [Setting("What it calls itself, as programs reach it. Empty: https and the host's name.")]
    public string Issuer { get; init; } = "";

    [Setting("How long an access token is good.", Min = "1 min", Max = "1 d")]
    public TimeSpan AccessToken { get; init; } = TimeSpan.FromHours(1);

    [Setting("A program that fetches no token for so long has to ask its user again.", Min = "1 h", Max = "3650 d")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(90);

    [Setting("Let programs register themselves, without a secret. RFC 7591.")]
    public bool Registration { get; init; }

    [Setting("Programs that may register themselves at most.", Min = "1", Max = "1000000")]
    public int MaxRegistered { get; init; } = 1000;

    [Setting("Requests a minute from one address or IPv6 /64; more are put off.", Min = "1", Max = "1000000")]
    public int RequestsPerMinute { get; init; } = 120;

    [Setting("Programs beside the well-known ones.")]
    public IReadOnlyList<OauthClientSettings> Clients { get; init; } = [];
}
