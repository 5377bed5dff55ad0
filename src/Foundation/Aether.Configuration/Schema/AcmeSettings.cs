using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>A certificate from an ACME authority, which asks this server over HTTP on port 80 whether the names are its own. RFC 8555 §8.3.</summary>
public sealed record AcmeSettings
{
    [Setting("Fetch a certificate and renew it. The authority has to reach this server on port 80 under each of the names.")]
    public bool Enabled { get; init; }

    [Setting("Directory address of the authority.", Format = SettingFormat.Url)]
    public string Directory { get; init; } = "https://acme-v02.api.letsencrypt.org/directory";

    [Setting("Address the authority may write to.")]
    public string Email { get; init; } = "";

    [Setting("Names of the certificate; empty: the host name.", Format = SettingFormat.HostName)]
    public IReadOnlyList<string> Domains { get; init; } = [];

    [Setting("PEM files of whoever signed the authority's own certificate; empty: as the system believes.", Format = SettingFormat.Path)]
    public IReadOnlyList<string> Roots { get; init; } = [];

    [Setting("Key id by which the authority knows its customer; empty where it wants none. RFC 8555 §7.3.4.")]
    public string CustomerId { get; init; } = "";

    [Setting("The key that belongs to it, in base64url.")]
    public Secret CustomerKey { get; init; } = new("");
}
