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
        Assert.Equal([("all@example.test", "", 0), (Team, "the team", 2)], await Groups.ListAsync(null, "", default).Select(group => (group.Name, group.Description, group.Members.Count)).ToArrayAsync());
        Assert.Empty(await Groups.ListAsync("other.test", "", default).ToArrayAsync());
        Assert.Equal(DirectoryResult.Done, await Groups.RemoveMemberAsync(Team, "x@far.test", default));
        Assert.Equal(DirectoryResult.NotFound, await Groups.RemoveMemberAsync(Team, "x@far.test", default));
        Assert.Equal(DirectoryResult.Done, await Groups.RemoveAsync(Team, default));
        Assert.Equal(DirectoryResult.NotFound, await Groups.RemoveAsync(Team, default));
        await Groups.AddAsync(Team, "", default);
        Assert.Empty((await Groups.FindMembersAsync(Team, default))!); // not those of the one before
    }

    [Fact]
    public async Task Long_lists_are_whole_and_read_as_they_are_asked_for()
    {
        string[] names = [.. Enumerable.Range(0, DirectoryPages.Groups + 1).Select(static number => $"g{number:000}@example.test")];
        await Task.WhenAll(names.Select(name => Groups.AddAsync(name, "", default)));
        await Groups.AddMemberAsync(names[0], "x@far.test", default);
        await Groups.AddMemberAsync(names[0], "y@far.test", default);
        await Groups.AddMemberAsync(names[^1], "z@far.test", default);
        await store.AddAccountAsync("bob@other.test");
        await Groups.AddAsync("g001@other.test", "", default);

        string[] all = [.. names[..2], "g001@other.test", .. names[2..]];
        Assert.Equal(all, await NamesAsync(null, ""));
        Assert.Equal(names, await NamesAsync("example.test", ""));
        Assert.Equal(names[^2..], await NamesAsync("example.test", names[^3]));
        var ours = await Groups.ListAsync("example.test", "", default).ToArrayAsync();
        Assert.Equal([2, 0, 1], new[] { ours[0], ours[1], ours[^1] }.Select(static group => group.Members.Count));

        await using var list = Groups.ListAsync(null, "", default).GetAsyncEnumerator();
        await list.MoveNextAsync();
        await Groups.AddAsync("zzz@example.test", "", default); // behind the page that is read
        string last = "";
        while (await list.MoveNextAsync())
            last = list.Current.Name;
        Assert.Equal("zzz@example.test", last);

        async Task<string[]> NamesAsync(string? domain, string after) => await Groups.ListAsync(domain, after, default).Select(static group => group.Name).ToArrayAsync();
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
