using System.Net;
using Aether.Identity.Bans;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Bans;

/// <summary>Who is kept out, for how long, and who never is.</summary>
public sealed class BanListTests : IAsyncLifetime
{
    private readonly TestStore store = new();
    private BanList bans = null!;
    private Authenticator authenticator = null!;

    public async ValueTask InitializeAsync()
    {
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync("ann@example.test", "right", 0, default);
        bans = new BanList(store.Store.Logins, store.Store.Counts, [IPNetwork.Parse("203.0.113.0/24")], store.Clock, NullLogger<BanList>.Instance);
        authenticator = new Authenticator(
            store.Store.Directory, store.Store.Logins, new LoginLimits { BanAfter = 20, BanFor = TimeSpan.FromMinutes(30) }, store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance, null, bans);
    }

    public async ValueTask DisposeAsync()
    {
        authenticator.Dispose();
        bans.Dispose();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", "192.0.2.8")]
    [InlineData("192.0.2.0/25", "192.0.2.127", "192.0.2.128")]
    [InlineData("192.0.2.7/24", "192.0.2.255", "192.0.3.0")]
    [InlineData("2001:db8::/64", "2001:db8::ffff", "2001:db8:0:1::1")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1")]
    public async Task A_ban_covers_its_network_until_it_ends(string network, string inside, string outside)
    {
        await bans.AddAsync(BanNetwork.TryParse(network)!.Value, "test", TimeSpan.FromHours(1), default);
        Assert.True(bans.IsBanned(IPAddress.Parse(inside)));
        Assert.False(bans.IsBanned(IPAddress.Parse(outside)));

        store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(bans.IsBanned(IPAddress.Parse(inside)));
    }

    [Fact]
    public async Task A_lifted_ban_is_over_at_once()
    {
        var network = BanNetwork.TryParse("192.0.2.7")!.Value;
        await bans.AddAsync(network, "test", null, default);
        Assert.True(await bans.RemoveAsync(network, default));

        Assert.False(bans.IsBanned(IPAddress.Parse("192.0.2.7")));
        Assert.False(await bans.RemoveAsync(network, default));
    }

    [Fact]
    public async Task What_another_node_banned_is_known_after_the_next_look()
    {
        using var second = new BanList(store.Store.Logins, store.Store.Counts, [], store.Clock, NullLogger<BanList>.Instance);
        await second.RefreshAsync();
        await bans.AddAsync(BanNetwork.TryParse("192.0.2.7")!.Value, "test", null, default);
        Assert.False(second.IsBanned(IPAddress.Parse("192.0.2.7")));
        store.Clock.Advance(TimeSpan.FromSeconds(30));

        await UntilBannedAsync(second);
    }

    [Fact]
    public async Task A_proxy_is_never_banned()
    {
        await bans.AddAsync(BanNetwork.TryParse("203.0.113.0/24")!.Value, "by mistake", null, default);
        Assert.False(bans.IsBanned(IPAddress.Parse("203.0.113.9")));

        await GuessAsync("203.0.113.9", 40);
        Assert.DoesNotContain(await bans.ListAsync(default), ban => ban.Reason.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_keeps_guessing_is_banned_and_nobody_else()
    {
        await GuessAsync("192.0.2.7", 40);

        await UntilBannedAsync(bans);
        var ban = Assert.Single(await bans.ListAsync(default));
        Assert.Equal(("192.0.2.7/32", "20 failed logins", store.Clock.GetUtcNow().AddMinutes(30)), (ban.Network, ban.Reason, ban.Until!.Value));
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Peer("192.0.2.8"), default)).Status);
    }

    [Fact] // A phone that has an old password must not get its whole house banned.
    public async Task The_same_wrong_password_again_and_again_counts_once()
    {
        for (int i = 0; i < 200; i++)
            Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", "old", Peer("192.0.2.7"), default)).Status);

        Assert.Empty(await bans.ListAsync(default));
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Peer("192.0.2.7"), default)).Status);
    }

    [Fact]
    public async Task A_password_that_was_wrong_is_right_once_the_account_has_it()
    {
        await authenticator.VerifyAsync("ann@example.test", "new", Peer("192.0.2.7"), default);
        await new DirectoryService(store.Store.Directory, store.Store.Logins).SetPasswordAsync("ann@example.test", "new", default);

        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "new", Peer("192.0.2.7"), default)).Status);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7/32")]
    [InlineData("2001:db8::1:2:3:4", "2001:db8::/64")]
    public void One_customer_is_an_address_or_a_64(string address, string network) => Assert.Equal(network, BanNetwork.CustomerOf(IPAddress.Parse(address)).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2.0/33")]
    [InlineData("example.test")]
    public void What_is_no_network_is_none(string text) => Assert.Null(BanNetwork.TryParse(text));

    private static LoginPeer Peer(string address) => new("imap", IPAddress.Parse(address), Exempt: false);

    private async Task GuessAsync(string from, int count)
    {
        for (int i = 0; i < count; i++)
            await authenticator.VerifyAsync($"user{i}@example.test", $"guess{i}", Peer(from), default);
    }

    private static async Task UntilBannedAsync(BanList list)
    {
        while (!list.IsBanned(IPAddress.Parse("192.0.2.7")))
            await Task.Yield();
    }
}
