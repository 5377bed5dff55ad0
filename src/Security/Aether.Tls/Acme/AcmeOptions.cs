using Aether.Configuration.Schema;
using Aether.Dns.Updates;
using Aether.Tls.Certificates;

namespace Aether.Tls.Acme;

/// <summary>Where certificates are fetched, and for which names. RFC 8555.</summary>
/// <param name="Directory">Directory address of the authority.</param>
/// <param name="Email">Where the authority may write to; empty: nowhere.</param>
/// <param name="Domains">The names of the certificate, the first its subject.</param>
/// <param name="Folder">Where this node has its copy of the certificate.</param>
public sealed record AcmeOptions(Uri Directory, string Email, IReadOnlyList<string> Domains, string Folder)
{
    /// <summary>PEM files of whoever signed the authority's own certificate; none: as the system believes.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Key id and key (base64url) by which an authority knows its customer; null where it wants none. RFC 8555 §7.3.4.</summary>
    public (string KeyId, string Key)? Binding { get; init; }

    /// <summary>How names are proven.</summary>
    public AcmeProof Proof { get; init; }

    /// <summary>The program that puts records into the zone, for <see cref="AcmeProof.Command"/>.</summary>
    public string Command { get; init; } = "";

    /// <summary>How long that program may take.</summary>
    public TimeSpan CommandPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>This node's copy of the certificate and its key, once there is one.</summary>
    public CertificateFiles Files => new(Path.Combine(Folder, "acme.pem"), Path.Combine(Folder, "acme.key"));

    /// <summary>Zones that may be changed, for <see cref="AcmeProof.Dns"/>.</summary>
    public DnsZones Zones { get; init; } = new([]);

    /// <summary>How long the other servers of a zone may take to follow.</summary>
    public TimeSpan ZonePause { get; init; }
}
