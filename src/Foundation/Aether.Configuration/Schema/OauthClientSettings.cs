using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>A program that users may let in: a public client, which has no secret. RFC 6749 §2.1.</summary>
public sealed record OauthClientSettings
{
    [Setting("What it names itself in requests (client_id).")]
    public string Id { get; init; } = "";

    [Setting("What users are shown.")]
    public string Name { get; init; } = "";

    [Setting("Where users may be sent back to: https addresses, or schemes of its own such as org.example.app:/done. Any port and path of the loopback address is open to all programs. RFC 8252.")]
    public IReadOnlyList<string> Redirects { get; init; } = [];
}
