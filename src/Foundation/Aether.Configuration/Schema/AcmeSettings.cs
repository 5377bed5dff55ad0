using Aether.Configuration.Model;
using Aether.Configuration.Values;

namespace Aether.Configuration.Schema;

/// <summary>A certificate from an ACME authority, which asks this server, or the zone, whether the names are its own. RFC 8555 §8.</summary>
public sealed record AcmeSettings
{
    [Setting("Fetch a certificate and renew it.")]
    public bool Enabled { get; init; }

    [Setting("How the names are proven: over HTTP, where the authority reaches this server on port 80 under each of them; in a TLS handshake on port 443 (RFC 8737); or in the DNS, by `command` or, with dns, in the zones of dns.updates. Names such as *.example.org want one of the last two.")]
    public AcmeProof Proof { get; init; } = AcmeProof.Http;

    [Setting("Program that puts records into the zone, called as `PROGRAM present|cleanup _acme-challenge.NAME VALUE`; it ends when the TXT record is to be seen, or gone, within five minutes. Relative to the data folder.")]
    public string Command { get; init; } = "";

    [Setting("With dns: time for the other servers of the zone to follow before the authority looks.", Min = "0 s", Max = "10 min")]
    public TimeSpan ZonePause { get; init; } = TimeSpan.FromSeconds(5);

    [Setting("Directory address of the authority.", Format = SettingFormat.Url)]
    public string Directory { get; init; } = "https://acme-v02.api.letsencrypt.org/directory";

    [Setting("Name by which CAA records allow the authority (RFC 8659), for \"aether domain dns\"; empty: the domain of its directory.")]
    public string Issuer { get; init; } = "";

    [Setting("Address the authority may write to.")]
    public string Email { get; init; } = "";

    [Setting("Names of the certificate, also *.example.org for all right below one; empty: the host name.", Format = SettingFormat.CertificateName)]
    public IReadOnlyList<string> Domains { get; init; } = [];

    [Setting("PEM files of whoever signed the authority's own certificate; empty: as the system believes.", Format = SettingFormat.Path)]
    public IReadOnlyList<string> Roots { get; init; } = [];

    [Setting("Key id by which the authority knows its customer; empty where it wants none. RFC 8555 §7.3.4.")]
    public string CustomerId { get; init; } = "";

    [Setting("The key that belongs to it, in base64url.")]
    public Secret CustomerKey { get; init; } = new("");
}
