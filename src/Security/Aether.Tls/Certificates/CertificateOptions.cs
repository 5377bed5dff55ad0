using Aether.Configuration.Schema;

namespace Aether.Tls.Certificates;

/// <summary>What the certificates of a server are made from.</summary>
/// <param name="HostName">The name of the server.</param>
/// <param name="Folder">Where a self-signed certificate is kept.</param>
/// <param name="Profile">Which TLS versions are taken.</param>
/// <param name="Files">Configured certificates; the first serves every name that no other has.</param>
public sealed record CertificateOptions(string HostName, string Folder, TlsProfile Profile, IReadOnlyList<CertificateFiles> Files)
{
    /// <summary>Where copies of certificates lie that were put into the store.</summary>
    public string Imports => Path.Combine(Folder, "imported");

    /// <summary>Where a certificate that is fetched lies once it is there; null: none is.</summary>
    public CertificateFiles? Fetched { get; init; }

    /// <summary>PEM files of whoever signs client certificates; none: no client is asked for one.</summary>
    public IReadOnlyList<string> ClientAuthorities { get; init; } = [];
}
