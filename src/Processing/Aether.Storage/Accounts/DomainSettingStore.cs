using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>What is set for domains. It goes with its domain.</summary>
public sealed class DomainSettingStore
{
    private readonly ICommitter committer;
    private readonly IDirectoryReads reads;
    private readonly TimeProvider clock;

    internal DomainSettingStore(ICommitter committer, IDirectoryReads reads, TimeProvider clock)
    {
        this.committer = committer;
        this.reads = reads;
        this.clock = clock;
    }

    /// <returns>Null: it is not set.</returns>
    public async ValueTask<string?> FindAsync(string domain, string name, CancellationToken ct) =>
        (await reads.ListDomainSettingsAsync(domain, name, ct)) is [var setting, ..] ? setting.Value : null;

    /// <summary>Those of a name, of all domains.</summary>
    public ValueTask<IReadOnlyList<DomainSetting>> ListAsync(string name, CancellationToken ct) => reads.ListDomainSettingsAsync(null, name, ct);

    public Task<DirectoryResult> SetAsync(string domain, string name, string value, CancellationToken ct) =>
        committer.RunAsync(new SetDomainSetting(New(domain, name, value)), ct);

    /// <summary>A setting of now that another operation writes.</summary>
    public DomainSetting New(string domain, string name, string value) => new(domain, name, value.Replace("\0", "", StringComparison.Ordinal), clock.GetUtcNow());

    public Task<DirectoryResult> RemoveAsync(string domain, string name, CancellationToken ct) => committer.RunAsync(new RemoveDomainSetting(domain, name), ct);
}
