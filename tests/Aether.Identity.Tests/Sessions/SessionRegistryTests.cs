using System.Net;
using Aether.Identity.Logins;
using Aether.Identity.Sessions;
using Aether.Storage;
using Aether.Storage.Accounts;
using Aether.Storage.Logins;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Sessions;

/// <summary>Sessions live as long as what opened them.</summary>
public sealed class SessionRegistryTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";

    private readonly TestStore store = new();
    private Account ann = null!;

    public async ValueTask InitializeAsync() => ann = await store.AddAccountAsync(Ann, "SCRAM-SHA-256$x");

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Another_node_is_told_of_sessions_and_can_end_them()
    {
        await using var one = Registry(tells: true);
        await using var two = Registry(tells: true);
        bool ended = false;
        using var session = one.TryEnter(Login(), Facts(() => ended = true))!;
        session.Client = "phone\r\n 1";
        await one.LookAsync();
        Assert.Equal((session.Id, "phone 1"), (await two.ListAsync("Ann@Example.test", default)).Select(row => (row.Id, row.Client)).Single());
        Assert.Empty(await two.ListAsync("bob@example.test", default));

        Assert.True((await two.EndAsync(session.Id, default)).IsDone);
        Assert.False(ended);
        await one.LookAsync();
        Assert.True(ended);
        session.Dispose();
        await one.LookAsync();
        Assert.Empty(await two.ListAsync(null, default));
        Assert.False((await two.EndAsync(session.Id, default)).IsDone);
    }

    [Fact]
    public async Task An_expired_app_password_ends_its_sessions_and_no_others()
    {
        await using var registry = Registry();
        var ended = new List<string>();
        using var phone = registry.TryEnter(Login() with { App = new LoginApp("phone", store.Clock.GetUtcNow(), store.Clock.GetUtcNow().AddMinutes(1)) }, Facts(() => ended.Add("phone")));
        using var own = registry.TryEnter(Login(), Facts(() => ended.Add("own")));
        await registry.LookAsync();
        Assert.Empty(ended);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await registry.LookAsync();
        Assert.Equal(["phone"], ended);
    }

    [Fact]
    public async Task An_app_password_of_the_same_name_made_later_is_another()
    {
        await using var registry = Registry();
        var made = store.Clock.GetUtcNow();
        await store.Store.Logins.AddAppPasswordAsync(Ann, new AppPasswordRow("phone", "SCRAM-SHA-256$y", null, "", "", made, null), default);
        await store.Store.Logins.AddAppPasswordAsync(Ann, new AppPasswordRow("desk", "SCRAM-SHA-256$y", null, "", "", made, null), default);
        bool phoneEnded = false;
        bool deskEnded = false;
        using var phone = registry.TryEnter(Login() with { App = new LoginApp("phone", made, null) }, Facts(() => phoneEnded = true));
        using var desk = registry.TryEnter(Login() with { App = new LoginApp("desk", made, null) }, Facts(() => deskEnded = true));
        store.Clock.Advance(TimeSpan.FromSeconds(2));
        await store.Store.Logins.RemoveAppPasswordAsync(Ann, "phone", default);
        await store.Store.Logins.AddAppPasswordAsync(Ann, new AppPasswordRow("phone", "SCRAM-SHA-256$y", null, "", "", store.Clock.GetUtcNow(), null), default);
        await registry.LookAsync();
        Assert.Equal((true, false), (phoneEnded, deskEnded));
    }

    [Fact]
    public async Task A_login_that_was_checked_before_the_password_changed_ends_at_the_next_look()
    {
        await using var registry = Registry();
        var before = Login();
        await store.Store.Directory.SetSecretAsync(Ann, "SCRAM-SHA-256$new", default);
        bool ended = false;
        using var late = registry.TryEnter(before, Facts(() => ended = true));
        store.Clock.Advance(SessionRegistry.Every);
        await Eventually.IsTrueAsync(() => ended, "the registry looked by itself");
    }

    [Fact]
    public async Task Sessions_of_an_account_are_bounded_unless_it_comes_from_where_limits_do_not_count()
    {
        await using var registry = Registry(most: 2);
        var one = registry.TryEnter(Login(), Facts(() => { }));
        using var two = registry.TryEnter(Login(), Facts(() => { }));
        Assert.Null(registry.TryEnter(Login(), Facts(() => { })));
        using var exempt = registry.TryEnter(Login(), Facts(() => { }) with { Exempt = true });
        Assert.NotNull(exempt);
        exempt.Dispose();
        one!.Dispose();
        one.Dispose();
        using var three = registry.TryEnter(Login(), Facts(() => { }));
        Assert.NotNull(three);
        Assert.Null(registry.TryEnter(Login(), Facts(() => { })));
    }

    [Fact]
    public async Task Sessions_on_other_nodes_count_as_soon_as_they_are_told()
    {
        await using var one = Registry(tells: true, most: 3);
        await using var two = Registry(tells: true, most: 3);
        var first = one.TryEnter(Login(), Facts(() => { }))!;
        using var second = one.TryEnter(Login(), Facts(() => { }));
        await one.LookAsync();
        await two.LookAsync();
        using var third = two.TryEnter(Login(), Facts(() => { }));
        Assert.NotNull(third);
        Assert.Null(two.TryEnter(Login(), Facts(() => { })));
        Assert.NotNull(two.TryEnter(Login() with { Account = new AccountId(ann.Id.Value + 1) }, Facts(() => { }))); // somebody else
        first.Dispose();
        await one.LookAsync();
        await two.LookAsync();
        using var fourth = two.TryEnter(Login(), Facts(() => { }));
        Assert.NotNull(fourth);
    }

    private Login Login() => new(ann.Id, Ann);

    private SessionFacts Facts(Action end) => new("imap", IPAddress.Parse("192.0.2.1"), new Client(store.Clock, end), Exempt: false);

    private sealed class Client(TimeProvider clock, Action end) : ILiveClient
    {
        public DateTimeOffset LastHeard => clock.GetUtcNow();

        public void Revoke() => end();
    }

    private SessionRegistry Registry(bool tells = false, int most = 0) => new(store.Store.Logins, tells, most, store.Clock, NullLogger<SessionRegistry>.Instance);
}
