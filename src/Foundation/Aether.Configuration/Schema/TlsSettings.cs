using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Certificates and protocol versions.</summary>
public sealed record TlsSettings
{
    [Setting("intermediate: TLS 1.2 and 1.3. modern: TLS 1.3 only.")]
    public TlsProfile Profile { get; init; } = TlsProfile.Intermediate;

    [Setting("Certificates in PEM files; the first fits every name that no other has. Empty: a self-signed one is made under data.")]
    public IReadOnlyList<CertificateSettings> Certificates { get; init; } = [];

    [Setting("PEM files of whoever signs client certificates. Who shows one at a mail port can log in by EXTERNAL, as the address in it. Empty: none is asked for.", Format = SettingFormat.Path)]
    public IReadOnlyList<string> ClientAuthorities { get; init; } = [];

    [Setting("A certificate fetched by ACME. RFC 8555.")]
    public AcmeSettings Acme { get; init; } = new();
}
