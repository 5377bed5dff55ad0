using Aether.Storage.Accounts;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Accounts;

/// <summary>Groups as rows: one address, one meaning; a bounded number of members.</summary>
public sealed class GroupStoreTests : IAsyncLifetime
{
    private const string Team = "team@example.test";

    private readonly TestStore store = new();

    private GroupStore Groups => store.Store.Groups;

    public async ValueTask InitializeAsync() => await store.AddAccountAsync("ann@example.test");

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Groups_and_members_come_go_and_survive_a_restart()
    {
        Assert.Null(await Groups.FindMembersAsync(Team, default));
        Assert.Equal(DirectoryResult.Done, await Groups.AddAsync(Team, "the team", default));
        Assert.Equal(DirectoryResult.Done, await Groups.AddAsync("all@example.test", "", default));
        Assert.Empty((await Groups.FindMembersAsync(Team, default))!);
        Assert.Equal(DirectoryResult.Done, await Groups.AddMemberAsync(Team, "x@far.test", default));
        Assert.Equal(DirectoryResult.Done, await Groups.AddMemberAsync(Team, "ann@example.test", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Groups.AddMemberAsync(Team, "ann@example.test", default));
        Assert.Equal(DirectoryResult.NotFound, await Groups.AddMemberAsync("nobody@example.test", "ann@example.test", default));
        await store.ReopenAsync();

        Assert.Equal(["ann@example.test", "x@far.test"], await Groups.FindMembersAsync(Team, default));
        Assert.Equal([("all@example.test", "", 0), (Team, "the team", 2)], (await Groups.ListAsync(null, default)).Select(group => (group.Name, group.Description, group.Members.Count)));
        Assert.Empty(await Groups.ListAsync("other.test", default));
        Assert.Equal(DirectoryResult.Done, await Groups.RemoveMemberAsync(Team, "x@far.test", default));
        Assert.Equal(DirectoryResult.NotFound, await Groups.RemoveMemberAsync(Team, "x@far.test", default));
        Assert.Equal(DirectoryResult.Done, await Groups.RemoveAsync(Team, default));
        Assert.Equal(DirectoryResult.NotFound, await Groups.RemoveAsync(Team, default));
        await Groups.AddAsync(Team, "", default);
        Assert.Empty((await Groups.FindMembersAsync(Team, default))!); // not those of the one before
    }

    [Fact]
    public async Task An_address_is_one_thing()
    {
        await Groups.AddAsync(Team, "", default);
        await store.Store.Directory.AddAliasAsync("info@example.test", "ann@example.test", default);
        Assert.Equal(DirectoryResult.AlreadyExists, await Groups.AddAsync(Team, "", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Groups.AddAsync("ann@example.test", "", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Groups.AddAsync("info@example.test", "", default));
        Assert.Equal(DirectoryResult.NoSuchDomain, await Groups.AddAsync("team@far.test", "", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await store.Store.Directory.AddAliasAsync(Team, "ann@example.test", default));
        Assert.Equal(DirectoryResult.AlreadyExists, await store.Store.Directory.AddAccountAsync(Team, "", 0, default));
    }

    [Fact]
    public async Task A_domain_with_groups_is_not_removed()
    {
        await store.Store.Directory.AddDomainAsync("other.test", null, default);
        await Groups.AddAsync("team@other.test", "", default);
        Assert.Equal(DirectoryResult.NotEmpty, await store.Store.Directory.RemoveDomainAsync("other.test", default));
        await Groups.RemoveAsync("team@other.test", default);
        Assert.Equal(DirectoryResult.Done, await store.Store.Directory.RemoveDomainAsync("other.test", default));
    }

    [Fact]
    public async Task A_group_has_a_bounded_number_of_members()
    {
        await Groups.AddAsync(Team, "", default);
        for (int i = 0; i < GroupStore.MaxMembers; i++)
            Assert.Equal(DirectoryResult.Done, await Groups.AddMemberAsync(Team, $"{i}@far.test", default));
        Assert.Equal(DirectoryResult.NotEmpty, await Groups.AddMemberAsync(Team, "more@far.test", default));
    }
}
