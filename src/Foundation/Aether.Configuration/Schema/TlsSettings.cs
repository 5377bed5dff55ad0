using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>Certificates and protocol versions.</summary>
public sealed record TlsSettings
{
    [Setting("intermediate: TLS 1.2 and 1.3. modern: TLS 1.3 only.")]
    public TlsProfile Profile { get; init; } = TlsProfile.Intermediate;

    [Setting("Certificates in PEM files; the first fits every name that no other has. Empty: a self-signed one is made under data.")]
    public IReadOnlyList<CertificateSettings> Certificates { get; init; } = [];

    [Setting("Certificates fetched by ACME. RFC 8555.", Built = false)]
    public AcmeSettings Acme { get; init; } = new();
}
