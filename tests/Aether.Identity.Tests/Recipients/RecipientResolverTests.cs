using Aether.Identity.Directory;
using Aether.Identity.Recipients;
using Aether.Testing.Stores;

namespace Aether.Identity.Tests.Recipients;

/// <summary>Where an address leads: accounts, aliases, details, postmaster, catch-all; and who may send as it.</summary>
public sealed class RecipientResolverTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private DirectoryService directory = null!;
    private RecipientResolver resolver = null!;

    public async ValueTask InitializeAsync()
    {
        directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        resolver = new RecipientResolver(store.Store.Directory, store.Store.Groups);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddDomainAsync("catch.test", "ann@example.test", default);
        await directory.AddDomainAsync("xn--mnchen-3ya.test", null, default);
        await directory.AddAccountAsync("ann@example.test", "p", 0, default);
        await directory.AddAccountAsync("bob@example.test", "p", 0, default);
        await directory.AddAccountAsync("ann+own@example.test", "p", 0, default);
        await directory.AddAccountAsync("eva@xn--mnchen-3ya.test", "p", 0, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData("ann", "example.test", "ann@example.test")]
    [InlineData("ANN", "Example.TEST.", "ann@example.test")]
    [InlineData("ann+lists", "example.test", "ann@example.test")]
    [InlineData("ann+own", "example.test", "ann+own@example.test")] // Case A14.
    [InlineData("anything", "catch.test", "ann@example.test")]
    [InlineData("eva", "m\u00fcnchen.test", "eva@xn--mnchen-3ya.test")]
    [InlineData("postmaster", "example.test", "ann@example.test")]
    [InlineData("Postmaster", null, "ann@example.test")]
    public async Task An_address_finds_its_account(string localPart, string? domain, string expected)
    {
        if (domain is null)
            await directory.RemoveDomainAsync("catch.test", default); // Then example.test is the first one.
        var found = await resolver.ResolveAsync(localPart, domain, default);
        Assert.Equal((RecipientKind.Found, expected), (found.Kind, Assert.Single(found.Local).Address));
    }

    [Theory]
    [InlineData("Mail-Reports", "example.test", RecipientKind.Reports)]
    [InlineData("mail-reports", "catch.test", RecipientKind.Reports)] // before the catch-all
    [InlineData("mail-reports", "far.test", RecipientKind.NotOurs)]
    [InlineData("mail-reports", "xn--mnchen-3ya.test", RecipientKind.Found)] // somebody has it as his own
    public async Task Reports_have_an_address_without_an_account(string localPart, string domain, RecipientKind expected)
    {
        await directory.AddAliasAsync("mail-reports@xn--mnchen-3ya.test", "ann@example.test", default);
        var reading = new RecipientResolver(store.Store.Directory, store.Store.Groups) { ReportsTo = "mail-reports" };
        Assert.Equal(expected, (await reading.ResolveAsync(localPart, domain, default)).Kind);
        Assert.NotEqual(RecipientKind.Reports, (await resolver.ResolveAsync(localPart, domain, default)).Kind);
    }

    [Fact] // Case A13.
    public async Task A_catch_all_takes_nothing_of_a_user_who_is_gone_for_90_days()
    {
        await directory.AddAccountAsync("carl@catch.test", "p", 0, default);
        await directory.RemoveAccountAsync("carl@catch.test", default);
        foreach (string name in (string[])["carl", "CARL", "carl+bank"])
            Assert.Equal(RecipientKind.UnknownUser, (await resolver.ResolveAsync(name, "catch.test", default)).Kind);
        Assert.Equal(RecipientKind.Found, (await resolver.ResolveAsync("karl", "catch.test", default)).Kind);

        await directory.AddAliasAsync("carl@catch.test", "ann@example.test", default); // an operator gives it to the catch-all, and takes that back
        Assert.Equal("ann@example.test", Assert.Single((await resolver.ResolveAsync("carl", "catch.test", default)).Local).Address);
        await directory.RemoveAliasAsync("carl@catch.test", null, default);
        store.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(RecipientKind.UnknownUser, (await resolver.ResolveAsync("carl", "catch.test", default)).Kind);
        store.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("ann@example.test", Assert.Single((await resolver.ResolveAsync("carl", "catch.test", default)).Local).Address);
    }

    [Fact] // Case A13.
    public async Task A_catch_all_takes_nothing_of_an_alias_or_a_group_that_led_to_others()
    {
        var groups = store.Store.Groups;
        await directory.AddAliasAsync("carl@catch.test", "bob@example.test", default);
        await directory.AddAliasAsync("carl@catch.test", "ann@example.test", default);
        await directory.AddAliasAsync("shop@catch.test", "ann@example.test", default);
        await groups.AddAsync("team@catch.test", "", default);
        await groups.AddMemberAsync("team@catch.test", "bob@example.test", default);

        await directory.RemoveAliasAsync("carl@catch.test", "bob@example.test", default);
        Assert.Equal("ann@example.test", Assert.Single((await resolver.ResolveAsync("carl", "catch.test", default)).Local).Address);
        await directory.AddAliasAsync("carl@catch.test", "bob@example.test", default);
        await directory.RemoveAliasAsync("carl@catch.test", null, default);
        await directory.RemoveAliasAsync("shop@catch.test", null, default);
        await groups.RemoveAsync("team@catch.test", default);

        foreach (string name in (string[])["carl", "carl+bank", "team"])
            Assert.Equal(RecipientKind.UnknownUser, (await resolver.ResolveAsync(name, "catch.test", default)).Kind);
        Assert.Equal("ann@example.test", Assert.Single((await resolver.ResolveAsync("shop", "catch.test", default)).Local).Address); // it was the catch-all's before
        store.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal("ann@example.test", Assert.Single((await resolver.ResolveAsync("carl", "catch.test", default)).Local).Address);
    }

    [Theory]
    [InlineData("nobody", "example.test", RecipientKind.UnknownUser)]
    [InlineData("+ann", "example.test", RecipientKind.UnknownUser)]
    [InlineData("ann", "far.test", RecipientKind.NotOurs)]
    [InlineData("ann", "example.test.evil.test", RecipientKind.NotOurs)]
    [InlineData("a%b", "example.test", RecipientKind.UnknownUser)]
    [InlineData("ann", "", RecipientKind.NotOurs)]
    [InlineData("a b", "example.test", RecipientKind.UnknownUser)]
    public async Task What_is_not_ours_or_nobodys_is_told_apart(string localPart, string domain, RecipientKind expected) =>
        Assert.Equal(expected, (await resolver.ResolveAsync(localPart, domain, default)).Kind);

    [Fact]
    public async Task A_list_reaches_each_account_once_and_the_others_elsewhere()
    {
        await directory.AddAliasAsync("team@example.test", "ann@example.test", default);
        await directory.AddAliasAsync("team@example.test", "inner@example.test", default);
        await directory.AddAliasAsync("inner@example.test", "bob+team@example.test", default);
        await directory.AddAliasAsync("inner@example.test", "ann@example.test", default);
        await directory.AddAliasAsync("inner@example.test", "carol@far.test", default);

        var found = await resolver.ResolveAsync("team", "example.test", default);

        Assert.Equal(["ann@example.test", "bob@example.test"], found.Local.Select(local => local.Address).Order());
        Assert.Equal(["carol@far.test"], found.Remote);
    }

    [Fact]
    public async Task Groups_reach_their_members_through_groups_and_aliases()
    {
        var groups = new GroupService(store.Store.Groups);
        foreach (string name in (string[])["all", "staff", "empty"])
            Assert.True((await groups.AddAsync($"{name}@example.test", "", default)).IsDone);
        await groups.AddMemberAsync("all@example.test", "Staff@Example.test", default);
        await groups.AddMemberAsync("all@example.test", "carol@far.test", default);
        await groups.AddMemberAsync("staff@example.test", "ann@example.test", default);
        await groups.AddMemberAsync("staff@example.test", "info@example.test", default);
        await groups.AddMemberAsync("staff@example.test", "all@example.test", default); // a loop
        await directory.AddAliasAsync("info@example.test", "bob@example.test", default);

        var found = await resolver.ResolveAsync("all+x", "example.test", default);
        Assert.Equal(["ann@example.test", "bob@example.test"], found.Local.Select(local => local.Address).Order());
        Assert.Equal(["carol@far.test"], found.Remote);
        Assert.Equal(RecipientKind.BadAlias, (await resolver.ResolveAsync("empty", "example.test", default)).Kind);
        Assert.True(await resolver.OwnsAsync("ann@example.test", "staff", "example.test", default)); // case S14
        Assert.False(await resolver.OwnsAsync("ann@example.test", "all", "example.test", default));
        Assert.False(await resolver.OwnsAsync("bob@example.test", "staff", "example.test", default));
    }

    [Fact] // Case R02.
    public async Task A_loop_of_aliases_ends()
    {
        await directory.AddAliasAsync("a@example.test", "b@example.test", default);
        await directory.AddAliasAsync("b@example.test", "a@example.test", default);
        Assert.Equal(RecipientKind.BadAlias, (await resolver.ResolveAsync("a", "example.test", default)).Kind);

        await directory.AddAliasAsync("b@example.test", "ann@example.test", default);
        Assert.Equal("ann@example.test", Assert.Single((await resolver.ResolveAsync("a", "example.test", default)).Local).Address);
    }

    [Theory] // Case S14.
    [InlineData("ann", "example.test", true)]
    [InlineData("Ann", "EXAMPLE.test", true)]
    [InlineData("ann+tag", "example.test", true)]
    [InlineData("ann+own", "example.test", false)]
    [InlineData("info", "example.test", true)]
    [InlineData("info+x", "example.test", true)]
    [InlineData("bob", "example.test", false)]
    [InlineData("ann", "far.test", false)]
    [InlineData("elsewhere", "example.test", false)]
    public async Task An_account_may_send_as_what_leads_straight_to_it(string localPart, string domain, bool expected)
    {
        await directory.AddAliasAsync("info@example.test", "ann@example.test", default);
        await directory.AddAliasAsync("elsewhere@example.test", "ann@far.test", default);
        Assert.Equal(expected, await resolver.OwnsAsync("ann@example.test", localPart, domain, default));
    }
}
