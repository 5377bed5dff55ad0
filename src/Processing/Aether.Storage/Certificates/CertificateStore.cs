using Aether.Storage.Committing;

namespace Aether.Storage.Certificates;

/// <summary>Certificates, the keys that fetch them and the proofs of an order under way, where every node finds them; what is in them is sealed, and only <c>Aether.Tls</c> reads it.</summary>
public sealed class CertificateStore
{
    /// <summary>As long as a year of four digits can be written.</summary>
    private static readonly DateTimeOffset Always = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ICommitter committer;
    private readonly ICertificateReads reads;
    private readonly TimeProvider clock;

    internal CertificateStore(ICommitter committer, ICertificateReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    /// <summary>Those of a kind that count now, by name.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer at the moment.</exception>
    public ValueTask<IReadOnlyList<CertificateItem>> ListAsync(CertificateItemKind kind, CancellationToken ct) => reads.ListAsync(kind, clock.GetUtcNow(), ct);

    /// <exception cref="StoreUnavailableException">The store does not answer at the moment.</exception>
    public async ValueTask<CertificateItem?> FindAsync(CertificateItemKind kind, string name, CancellationToken ct) => (await ListAsync(kind, ct)).FirstOrDefault(item => item.Name == name);

    /// <param name="life">Null: it counts for good.</param>
    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task SetAsync(CertificateItemKind kind, string name, string content, TimeSpan? life, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return committer.RunAsync(new SetCertificateItem(new CertificateItem(kind, name, content, now, life is { } time ? now + time : Always)), ct);
    }

    /// <exception cref="StoreUnavailableException">The store takes nothing at the moment.</exception>
    public Task RemoveAsync(CertificateItemKind kind, string name, CancellationToken ct) => committer.RunAsync(new RemoveCertificateItem(kind, name), ct);
}
