using Aether.Storage.Accounts;
using Aether.Storage.Grants;
using Aether.Storage.Logins;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Grants;

/// <summary>Grants, waiting programs and keys as rows, on either engine.</summary>
public sealed class GrantStoreTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";
    private const string Back = "http://127.0.0.1:1/";

    private static readonly TimeSpan Idle = TimeSpan.FromDays(90);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    private readonly TestStore store = new();
    private Account account = null!;

    private GrantStore Grants => store.Store.Grants;

    private DateTimeOffset Now => store.Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => account = await store.AddAccountAsync(Ann, "SCRAM-SHA-256$x");

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_code_is_redeemed_once_under_its_terms_and_the_second_time_ends_all()
    {
        await AddAsync("one");
        Assert.Equal(TokenTurn.Unknown, await Grants.RedeemAsync("one", "other", Back, "hash", Idle, default));
        Assert.Equal(TokenTurn.Unknown, await Grants.RedeemAsync("one", "app", Back + "x", "hash", Idle, default));
        Assert.Equal(TokenTurn.Unknown, await Grants.RedeemAsync("one", "app", Back, "guess", Idle, default));
        Assert.Empty(await Grants.ListAsync(account.Id, default));
        Assert.Equal(TokenTurn.Done, await Grants.RedeemAsync("one", "app", Back, "hash", Idle, default));
        await store.ReopenAsync();
        var state = Assert.Single(await Grants.ListAsync(account.Id, default));
        Assert.Equal((Ann, 1L, Now + Idle), (state.Address, state.Grant.Generation, state.Grant.Until));
        Assert.True(state.Holds(Now));

        Assert.Equal(TokenTurn.Reused, await Grants.RedeemAsync("one", "app", Back, "hash", Idle, default));
        Assert.Null(await Grants.FindAsync("one", default));
    }

    [Fact]
    public async Task Of_many_that_redeem_at_once_one_gets_it()
    {
        await AddAsync("one");
        var turns = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Grants.RedeemAsync("one", "app", Back, "hash", Idle, default)));
        Assert.Single(turns, TokenTurn.Done);
        Assert.Null(await Grants.FindAsync("one", default));
    }

    [Fact]
    public async Task A_code_ends_after_its_minute()
    {
        await AddAsync("one");
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TokenTurn.Unknown, await Grants.RedeemAsync("one", "app", Back, "hash", Idle, default));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Null(await Grants.FindAsync("one", default));
    }

    [Fact]
    public async Task A_refresh_token_goes_on_once_may_be_asked_for_again_at_once_and_ends_all_later()
    {
        await AddAsync("one");
        await Grants.RedeemAsync("one", "app", Back, "hash", Idle, default);
        Assert.Equal(TokenTurn.Unknown, await RotateAsync(2));
        Assert.Equal(TokenTurn.Done, await RotateAsync(1));
        Assert.Equal(TokenTurn.Done, await RotateAsync(1)); // the answer was lost
        Assert.Equal(2, (await Grants.FindAsync("one", default))!.Grant.Generation);
        store.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TokenTurn.Done, await RotateAsync(2));
        store.Clock.Advance(TimeSpan.FromSeconds(31));
        long before = (await StateAsync()).AppEpoch;
        Assert.Equal(TokenTurn.Reused, await RotateAsync(2));
        Assert.Null(await Grants.FindAsync("one", default));
        Assert.True((await StateAsync()).AppEpoch > before); // sessions look again
    }

    [Fact]
    public async Task A_token_of_two_turns_ago_ends_all_at_once()
    {
        await AddAsync("one");
        await Grants.RedeemAsync("one", "app", Back, "hash", Idle, default);
        await RotateAsync(1);
        await RotateAsync(2);
        Assert.Equal(TokenTurn.Reused, await RotateAsync(1));
    }

    [Fact]
    public async Task It_ends_with_its_time_with_the_password_with_the_account_and_by_hand()
    {
        foreach (string id in (string[])["time", "hand"])
        {
            await AddAsync(id);
            await Grants.RedeemAsync(id, "app", Back, "hash", id is "time" ? TimeSpan.FromDays(1) : Idle, default);
        }
        store.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(TokenTurn.Unknown, await RotateAsync(1, "time"));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Null(await Grants.FindAsync("time", default));

        string? told = null;
        store.Store.Logins.Notices.Ended += address => told = address;
        Assert.Equal(DirectoryResult.Done, await Grants.RemoveAsync((await Grants.FindAsync("hand", default))!, default));
        Assert.Equal(Ann, told);

        await AddAsync("password");
        await store.Store.Directory.SetSecretAsync(Ann, "SCRAM-SHA-256$y", default);
        Assert.False((await Grants.FindAsync("password", default))!.Holds(Now));
        Assert.Equal(DirectoryResult.NotFound, await Grants.AddAsync(NewGrant("stale"), Terms(), default)); // who signed in before
        account = (await store.Store.Directory.FindAccountAsync(Ann, default))!;
        await AddAsync("next");
        Assert.Null(await Grants.FindAsync("password", default));
        await store.Store.Logins.SetStateAsync(Ann, AccountState.Disabled, default);
        Assert.False((await Grants.FindAsync("next", default))!.Holds(Now));
        await store.Store.Directory.RemoveAccountAsync(Ann, default);
        Assert.Null(await Grants.FindAsync("next", default));
    }

    [Fact]
    public async Task An_account_has_a_bounded_number()
    {
        for (int i = 0; i < GrantStore.MaxGrants; i++)
            Assert.Equal(DirectoryResult.Done, await Grants.AddAsync(NewGrant($"number {i}"), Terms(), default));
        Assert.Equal(DirectoryResult.NotEmpty, await Grants.AddAsync(NewGrant("one more"), Terms(), default));
    }

    [Fact]
    public async Task A_program_waits_is_let_in_and_gets_its_grant_once()
    {
        var interval = TimeSpan.FromSeconds(5);
        Assert.Equal(DirectoryResult.Done, await Grants.AddDeviceAsync(new DeviceRow("dev", "BCDF", "app", Now.AddMinutes(10)), default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Grants.AddDeviceAsync(new DeviceRow("dev2", "BCDF", "app", Now.AddMinutes(10)), default));
        Assert.Equal(new DeviceAnswer(DeviceStatus.Pending), await Grants.PollDeviceAsync("dev", "app", interval, default));
        Assert.Equal(new DeviceAnswer(DeviceStatus.SlowDown), await Grants.PollDeviceAsync("dev", "app", interval, default));
        Assert.Equal(new DeviceAnswer(DeviceStatus.Expired), await Grants.PollDeviceAsync("dev", "other", interval, default));
        Assert.Equal("app", (await Grants.FindDeviceAsync("BCDF", default))!.Client);
        Assert.Equal(DirectoryResult.NotFound, await Grants.DecideDeviceAsync("BCDF", NewGrant("g") with { Client = "other" }, default));
        Assert.Equal(DirectoryResult.Done, await Grants.DecideDeviceAsync("BCDF", NewGrant("g"), default));
        Assert.Equal(DirectoryResult.NotFound, await Grants.DecideDeviceAsync("BCDF", null, default));
        Assert.Null(await Grants.FindDeviceAsync("BCDF", default));
        Assert.Equal(new DeviceAnswer(DeviceStatus.Granted, "g"), await Grants.PollDeviceAsync("dev", "app", interval, default));
        Assert.Equal(new DeviceAnswer(DeviceStatus.Expired), await Grants.PollDeviceAsync("dev", "app", interval, default));
        Assert.Equal(1, (await Grants.FindAsync("g", default))!.Grant.Generation);
    }

    [Fact]
    public async Task A_program_that_is_refused_or_waits_too_long_hears_of_it()
    {
        await Grants.AddDeviceAsync(new DeviceRow("dev", "BCDF", "app", Now.AddMinutes(10)), default);
        await Grants.AddDeviceAsync(new DeviceRow("late", "GHJK", "app", Now.AddMinutes(1)), default);
        await Grants.DecideDeviceAsync("BCDF", null, default);
        Assert.Equal(new DeviceAnswer(DeviceStatus.Denied), await Grants.PollDeviceAsync("dev", "app", TimeSpan.Zero, default));
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await Grants.FindDeviceAsync("GHJK", default));
        Assert.Equal(new DeviceAnswer(DeviceStatus.Expired), await Grants.PollDeviceAsync("late", "app", TimeSpan.Zero, default));
    }

    [Fact]
    public async Task One_of_many_nodes_makes_a_key_and_old_ones_are_forgotten()
    {
        var season = TimeSpan.FromDays(90);
        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Grants.AddKeyAsync($"key {i}", "sealed", season, default)));
        Assert.Single(made, DirectoryResult.Done);
        store.Clock.Advance(season + TimeSpan.FromSeconds(1));
        Assert.Equal(DirectoryResult.Done, await Grants.AddKeyAsync("next", "sealed", season, default));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Equal(["next", Assert.Single((await Grants.ListKeysAsync(default)).Skip(1)).Id], (await Grants.ListKeysAsync(default)).Select(key => key.Id));
        store.Clock.Advance(TimeSpan.FromDays(31));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Equal("next", Assert.Single(await Grants.ListKeysAsync(default)).Id);
    }

    [Fact]
    public async Task Programs_that_registered_themselves_are_bounded_and_forgotten_when_nobody_uses_them()
    {
        var client = new OauthClientRow("r-1", "Mail", [Back, "org.example:/x"], Now);
        Assert.Equal(DirectoryResult.Done, await Grants.AddClientAsync(client, 2, default));
        Assert.Equal(DirectoryResult.Done, await Grants.AddClientAsync(client with { Id = "r-2" }, 2, default));
        Assert.Equal(DirectoryResult.NotEmpty, await Grants.AddClientAsync(client with { Id = "r-3" }, 2, default));
        Assert.Equal(client.Redirects, (await Grants.FindClientAsync("r-1", default))!.Redirects);
        await Grants.AddAsync(NewGrant("one") with { Client = "r-2", Until = Now.AddDays(90) }, Terms() with { Until = Now.AddDays(90) }, default);
        store.Clock.Advance(GrantStore.UnusedClient + TimeSpan.FromSeconds(1));
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Null(await Grants.FindClientAsync("r-1", default));
        Assert.NotNull(await Grants.FindClientAsync("r-2", default));
    }

    private async Task AddAsync(string id) => Assert.Equal(DirectoryResult.Done, await Grants.AddAsync(NewGrant(id), Terms(), default));

    private OauthGrant NewGrant(string id) => new(id, account.Id, "app", account.LoginEpoch, Now, Now + Idle);

    private CodeTerms Terms() => new(Back, "hash", Now.AddMinutes(1));

    private Task<TokenTurn> RotateAsync(long generation, string id = "one") => Grants.RotateAsync(id, "app", generation, Leeway, Idle, default);

    private async Task<LoginState> StateAsync() => Assert.Single(await store.Store.Logins.LoginStatesAsync([account.Id], default));
}
