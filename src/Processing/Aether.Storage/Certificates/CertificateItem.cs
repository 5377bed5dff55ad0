namespace Aether.Storage.Certificates;

/// <summary>Something that all nodes need to serve, renew or prove a certificate.</summary>
/// <param name="Content">Sealed: opaque here.</param>
/// <param name="Changed">When it was written.</param>
/// <param name="Until">It does not count any more from then on.</param>
public sealed record CertificateItem(CertificateItemKind Kind, string Name, string Content, DateTimeOffset Changed, DateTimeOffset Until);
