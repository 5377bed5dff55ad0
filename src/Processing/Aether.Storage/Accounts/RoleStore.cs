using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Who may do what, as rows.</summary>
public sealed class RoleStore
{
    private readonly ICommitter committer;
    private readonly IDirectoryReads reads;

    internal RoleStore(ICommitter committer, IDirectoryReads reads) => (this.committer, this.reads) = (committer, reads);

    public Task<DirectoryResult> AddAsync(RoleGrant grant, CancellationToken ct) => committer.RunAsync(new AddRole(grant), ct);

    public Task<DirectoryResult> RemoveAsync(RoleGrant grant, CancellationToken ct) => committer.RunAsync(new RemoveRole(grant), ct);

    /// <summary>Those of one account.</summary>
    public ValueTask<IReadOnlyList<RoleGrant>> ListAsync(string address, CancellationToken ct) => reads.ListRolesAsync(address, ct);

    /// <summary>Those of all accounts, by address; read as they are asked for.</summary>
    public IAsyncEnumerable<RoleGrant> ListAllAsync(CancellationToken ct) => reads.AllRolesAsync(ct);
}
