using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Certificates from an ACME authority. RFC 8555.</summary>
public sealed record AcmeSettings
{
    [Setting("Fetch and renew certificates.", Built = false)]
    public bool Enabled { get; init; }

    [Setting("Directory address of the authority.", Format = SettingFormat.Url, Built = false)]
    public string Directory { get; init; } = "https://acme-v02.api.letsencrypt.org/directory";

    [Setting("Address the authority may write to.", Built = false)]
    public string Email { get; init; } = "";

    [Setting("Names to have certificates for; empty: the host name.", Format = SettingFormat.HostName, Built = false)]
    public IReadOnlyList<string> Domains { get; init; } = [];
}
