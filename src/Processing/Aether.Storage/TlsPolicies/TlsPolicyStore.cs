using Aether.Storage.Committing;

namespace Aether.Storage.TlsPolicies;

/// <summary>Policies of other domains, kept for as long as they said: who can suppress their fetching can't make us forget them. RFC 8461 §10.2.</summary>
public sealed class TlsPolicyStore
{
    private readonly ICommitter committer;
    private readonly ITlsPolicyReads reads;
    private readonly TimeProvider clock;

    internal TlsPolicyStore(ICommitter committer, ITlsPolicyReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    /// <returns>The policy that counts now, or null.</returns>
    public ValueTask<StoredPolicy?> FindAsync(string domain, CancellationToken ct) => reads.FindAsync(domain, clock.GetUtcNow(), ct);

    public async Task<StoredPolicy> SetAsync(string domain, string id, string text, TimeSpan lifetime, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var policy = new StoredPolicy(domain, id, text, now, now + lifetime);
        await committer.RunAsync(new SetTlsPolicy(policy), ct);
        return policy;
    }
}
