using Aether.Identity.Addresses;
using Aether.Storage.Accounts;

namespace Aether.Identity.Directory;

/// <summary>Groups for those who manage them: checks and normalises, then changes the store.</summary>
public sealed class GroupService(GroupStore store)
{
    private const int MaxDescription = 200;

    public async Task<DirectoryChange> AddAsync(string name, string description, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(name, out string normal))
            return Invalid($"'{name}' is not an address.");
        if (description.Length > MaxDescription || description.Any(char.IsControl))
            return Invalid($"A description is one line of up to {MaxDescription} characters.");
        return await store.AddAsync(normal, description, ct) switch
        {
            DirectoryResult.Done => Done($"group {normal}"),
            DirectoryResult.NoSuchDomain => new(DirectoryChangeStatus.Conflict, $"The group {normal} needs its domain: add it first with 'aether domain add'."),
            _ => new(DirectoryChangeStatus.AlreadyExists, $"{normal} is a group, an account or an alias already."),
        };
    }

    public async Task<DirectoryChange> RemoveAsync(string name, CancellationToken ct) =>
        AddressForm.TryNormalise(name, out string normal) && await store.RemoveAsync(normal, ct) is DirectoryResult.Done ? Done($"group {normal}") : Missing(name);

    public async Task<DirectoryChange> AddMemberAsync(string name, string member, CancellationToken ct)
    {
        if (!AddressForm.TryNormalise(member, out string normalMember))
            return Invalid($"'{member}' is not an address.");
        if (!AddressForm.TryNormalise(name, out string normal))
            return Missing(name);
        if (normal == normalMember)
            return Invalid("A group is no member of itself.");
        return await store.AddMemberAsync(normal, normalMember, ct) switch
        {
            DirectoryResult.Done => Done($"member {normalMember}"),
            DirectoryResult.AlreadyExists => new(DirectoryChangeStatus.AlreadyExists, $"{normalMember} is a member of {normal} already."),
            DirectoryResult.NotEmpty => new(DirectoryChangeStatus.Conflict, $"{normal} has {GroupStore.MaxMembers} members, which is the most: put some into a group of their own."),
            _ => Missing(name),
        };
    }

    public async Task<DirectoryChange> RemoveMemberAsync(string name, string member, CancellationToken ct) =>
        AddressForm.TryNormalise(name, out string normal) && AddressForm.TryNormalise(member, out string normalMember) && await store.RemoveMemberAsync(normal, normalMember, ct) is DirectoryResult.Done
            ? Done($"member {normalMember}")
            : new DirectoryChange(DirectoryChangeStatus.NotFound, $"{name} has no member {member}.");

    /// <summary>All groups, or those of one domain, by address; read as they are asked for.</summary>
    /// <param name="domain">Null: of all.</param>
    /// <param name="after">Begins behind this address.</param>
    /// <param name="ct">Ends it.</param>
    public IAsyncEnumerable<Group> ListAsync(string? domain, string after, CancellationToken ct) => store.ListAsync(domain?.ToLowerInvariant(), after.ToLowerInvariant(), ct);

    private static DirectoryChange Done(string what) => new(DirectoryChangeStatus.Done, $"Done: {what}.");

    private static DirectoryChange Missing(string name) => new(DirectoryChangeStatus.NotFound, $"There is no group {name}.");

    private static DirectoryChange Invalid(string message) => new(DirectoryChangeStatus.Invalid, message);
}
