using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>The keys of domains as rows; what is in them is sealed, and only <c>Aether.Validation</c> can open it.</summary>
public sealed class SigningKeyStore
{
    private readonly ICommitter committer;
    private readonly IDirectoryReads reads;
    private readonly TimeProvider clock;

    internal SigningKeyStore(ICommitter committer, IDirectoryReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    /// <summary>Those of one domain, or of all, by domain and selector.</summary>
    public ValueTask<IReadOnlyList<SigningKeyRow>> ListAsync(string? domain, CancellationToken ct) => reads.ListSigningKeysAsync(domain, ct);

    public Task<DirectoryResult> AddAsync(string domain, string selector, string algorithm, string secret, SigningKeyState state, CancellationToken ct) =>
        committer.RunAsync(new AddSigningKey(new SigningKeyRow(domain, selector, algorithm, secret, state, clock.GetUtcNow())), ct);

    public Task<DirectoryResult> SetStateAsync(string domain, string selector, SigningKeyState state, CancellationToken ct) =>
        committer.RunAsync(new SetSigningKeyState(domain, selector, state, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> RemoveAsync(string domain, string selector, CancellationToken ct) => committer.RunAsync(new RemoveSigningKey(domain, selector), ct);
}
