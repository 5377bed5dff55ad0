namespace Aether.Storage.Certificates;

/// <summary>The queries on what certificates need, one implementation an engine.</summary>
internal interface ICertificateReads
{
    /// <summary>Those of a kind that count now, by name.</summary>
    ValueTask<IReadOnlyList<CertificateItem>> ListAsync(CertificateItemKind kind, DateTimeOffset now, CancellationToken ct);
}
