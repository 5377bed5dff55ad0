using Aether.Identity.Directory;
using Aether.Identity.Roles;
using Aether.Storage.Accounts;
using Aether.Testing.Stores;

namespace Aether.Identity.Tests.Roles;

/// <summary>Who may do what, and where.</summary>
public sealed class RoleServiceTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";

    private readonly TestStore store = new();
    private RoleService roles = null!;

    public async ValueTask InitializeAsync()
    {
        roles = new RoleService(store.Store.Roles);
        await store.AddAccountAsync(Ann);
        await store.Store.Directory.AddDomainAsync("other.test", null, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public static TheoryData<Permission> Permissions { get; } = [.. Enum.GetValues<Permission>()];

    [Theory] // Generated from the table: every permission, for every kind of account.
    [MemberData(nameof(Permissions))]
    public async Task Each_permission_is_had_by_whom_the_table_says(Permission permission)
    {
        Assert.False(await roles.MayAsync(Ann, permission, null, default));
        Assert.False(await roles.MayAsync(Ann, permission, "example.test", default));
        Assert.True((await roles.AddAsync(Ann, RoleTable.NameOf(permission), "example.test", default)).IsDone);
        foreach (var other in Enum.GetValues<Permission>())
            Assert.Equal(other == permission, await roles.MayAsync(Ann, other, "example.test", default));
        Assert.False(await roles.MayAsync(Ann, permission, "other.test", default));
        Assert.False(await roles.MayAsync(Ann, permission, null, default));
        Assert.True((await roles.RemoveAsync(Ann, RoleTable.NameOf(permission), "example.test", default)).IsDone);
        Assert.False(await roles.MayAsync(Ann, permission, "example.test", default));

        await roles.AddAsync(Ann, RoleTable.DomainAdmin, "example.test", default);
        Assert.Equal(RoleTable.Has(RoleTable.DomainAdmin, permission), await roles.MayAsync(Ann, permission, "example.test", default));
        Assert.False(await roles.MayAsync(Ann, permission, "other.test", default));
        Assert.False(await roles.MayAsync(Ann, permission, null, default));

        await roles.AddAsync(Ann, RoleTable.Admin, null, default);
        Assert.True(await roles.MayAsync(Ann, permission, "other.test", default));
        Assert.True(await roles.MayAsync(Ann, permission, null, default));
    }

    [Fact]
    public void A_domain_admin_gets_neither_the_server_nor_other_roles() => Assert.DoesNotContain(
        (Permission[])[Permission.WriteRoles, Permission.WriteDomains, Permission.WriteBans, Permission.WriteKeys, Permission.WriteQueue, Permission.Backup, Permission.ReadConfiguration],
        permission => RoleTable.Has(RoleTable.DomainAdmin, permission));

    [Theory]
    [InlineData(Ann, "admin", "example.test", DirectoryChangeStatus.Invalid)]
    [InlineData(Ann, "domain-admin", null, DirectoryChangeStatus.Invalid)]
    [InlineData(Ann, "Admin", null, DirectoryChangeStatus.Invalid)]
    [InlineData(Ann, "everything", null, DirectoryChangeStatus.Invalid)]
    [InlineData("ann", "admin", null, DirectoryChangeStatus.Invalid)]
    [InlineData(Ann, "read-queue", "not a domain", DirectoryChangeStatus.Invalid)]
    [InlineData(Ann, "domain-admin", "far.test", DirectoryChangeStatus.NotFound)]
    [InlineData("nobody@example.test", "admin", null, DirectoryChangeStatus.NotFound)]
    public async Task A_role_is_given_where_it_makes_sense(string address, string role, string? domain, DirectoryChangeStatus expected) =>
        Assert.Equal(expected, (await roles.AddAsync(address, role, domain, default)).Status);

    [Fact]
    public async Task Roles_are_listed_and_go_with_their_account_and_domain()
    {
        await roles.AddAsync("Ann@Example.test", "domain-admin", "Other.test", default);
        await roles.AddAsync(Ann, "admin", null, default);
        Assert.Equal(DirectoryChangeStatus.AlreadyExists, (await roles.AddAsync(Ann, "admin", null, default)).Status);
        Assert.Equal([("admin", ""), ("domain-admin", "other.test")], (await roles.ListAsync(Ann, default)).Select(grant => (grant.Role, grant.Domain)));
        Assert.Empty(await roles.ListAsync("bob@example.test", default));

        await store.Store.Directory.RemoveDomainAsync("other.test", default);
        Assert.Equal("admin", Assert.Single(await roles.ListAllAsync(default).ToArrayAsync()).Role);
        await store.Store.Directory.RemoveAccountAsync(Ann, default);
        await store.AddAccountAsync(Ann);
        Assert.Empty(await roles.ListAllAsync(default).ToArrayAsync());
        Assert.Equal(DirectoryChangeStatus.NotFound, (await roles.RemoveAsync(Ann, "admin", null, default)).Status);
    }

    [Fact]
    public async Task A_long_list_is_whole_wherever_a_page_ends()
    {
        string[] names = [.. Enumerable.Range(0, 251).Select(static number => $"u{number:000}@example.test")];
        await Task.WhenAll(names.Select(name => store.Store.Directory.AddAccountAsync(name, "s", 0, default)));
        RoleGrant[] given = [.. names.SelectMany(static name => new[] { new RoleGrant(name, "admin", ""), new RoleGrant(name, "domain-admin", "example.test"), new RoleGrant(name, "domain-admin", "other.test") })];
        foreach (var grants in given.Chunk(100))
            await Task.WhenAll(grants.Select(grant => store.Store.Roles.AddAsync(grant, default)));

        Assert.Equal(given, await roles.ListAllAsync(default).ToArrayAsync()); // a page of 500 ends amid those of one account
    }
}
