using Aether.Configuration.Model;

namespace Aether.Configuration.Schema;

/// <summary>One certificate and its key.</summary>
public sealed record CertificateSettings
{
    [Setting("PEM file with the certificate and its chain.", Format = SettingFormat.Path)]
    public string Certificate { get; init; } = "certificate.pem";

    [Setting("PEM file with the private key.", Format = SettingFormat.Path)]
    public string Key { get; init; } = "key.pem";
}
