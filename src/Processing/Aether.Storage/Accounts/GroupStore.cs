using Aether.Storage.Committing;

namespace Aether.Storage.Accounts;

/// <summary>Groups and their members as rows. Names come in as they are stored.</summary>
public sealed class GroupStore
{
    /// <summary>Members that a group may have; groups may be members, so that more can be reached.</summary>
    public const int MaxMembers = 1000;

    private readonly ICommitter committer;
    private readonly IDirectoryReads reads;
    private readonly TimeProvider clock;

    internal GroupStore(ICommitter committer, IDirectoryReads reads, TimeProvider clock) => (this.committer, this.reads, this.clock) = (committer, reads, clock);

    public Task<DirectoryResult> AddAsync(string name, string description, CancellationToken ct) =>
        committer.RunAsync(new AddGroup(name, name[(name.LastIndexOf('@') + 1)..], description, clock.GetUtcNow()), ct);

    public Task<DirectoryResult> RemoveAsync(string name, CancellationToken ct) => committer.RunAsync(new RemoveGroup(name, clock.GetUtcNow()), ct);

    /// <returns><see cref="DirectoryResult.NotEmpty"/> when the group has as many as it may have.</returns>
    public Task<DirectoryResult> AddMemberAsync(string name, string member, CancellationToken ct) => committer.RunAsync(new AddMember(name, member, MaxMembers), ct);

    public Task<DirectoryResult> RemoveMemberAsync(string name, string member, CancellationToken ct) => committer.RunAsync(new RemoveMember(name, member), ct);

    /// <summary>Null: there is no group of that address.</summary>
    public ValueTask<IReadOnlyList<string>?> FindMembersAsync(string name, CancellationToken ct) => reads.FindMembersAsync(name, ct);

    /// <summary>All groups, or those of one domain, by address; read as they are asked for.</summary>
    /// <param name="domain">Null: of all.</param>
    /// <param name="after">Begins behind this address.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<Group> ListAsync(string? domain, string after, CancellationToken ct) => reads.AllGroupsAsync(domain, after, ct);
}
