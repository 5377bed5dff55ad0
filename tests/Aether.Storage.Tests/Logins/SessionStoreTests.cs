using Aether.Storage.Accounts;
using Aether.Storage.Logins;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Logins;

/// <summary>Sessions of nodes, epochs of logins, and who logged in when, as rows.</summary>
public sealed class SessionStoreTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";

    private readonly TestStore store = new();
    private AccountId account;

    private LoginStore Logins => store.Store.Logins;

    private DateTimeOffset Now => store.Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => account = (await store.AddAccountAsync(Ann, "SCRAM-SHA-256$x")).Id;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Nodes_tell_of_their_sessions_and_hear_which_are_to_end()
    {
        Assert.Empty(await Logins.ReportSessionsAsync("one", [Row("1-a"), Row("1-b")], [], default));
        Assert.Empty(await Logins.ReportSessionsAsync("two", [Row("2-a")], [], default));
        Assert.Equal(["1-a", "1-b", "2-a"], (await Logins.ListSessionsAsync(Ann, 10, default)).Select(row => row.Id));
        Assert.Equal(Row("1-a"), (await Logins.ListSessionsAsync(null, 1, default)).Single());

        Assert.Equal(DirectoryResult.Done, await Logins.EndSessionAsync("1-b", default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.EndSessionAsync("3-x", default));
        Assert.Empty(await Logins.ReportSessionsAsync("two", [], [], default));
        Assert.Equal(["1-b"], await Logins.ReportSessionsAsync("one", [Row("1-a") with { Client = "phone" }], [], default));
        Assert.Empty(await Logins.ReportSessionsAsync("one", [], ["1-b"], default));
        Assert.Equal(["phone", ""], (await Logins.ListSessionsAsync(Ann, 10, default)).Select(row => row.Client));
    }

    [Fact]
    public async Task Sessions_of_a_node_that_is_gone_go_with_it()
    {
        await Logins.ReportSessionsAsync("one", [Row("1-a")], [], default);
        store.Clock.Advance(LoginStore.NodeGone + TimeSpan.FromSeconds(1));
        Assert.Empty(await Logins.ListSessionsAsync(null, 10, default));
        await Logins.ReportSessionsAsync("two", [Row("2-a")], [], default);
        Assert.Equal(DirectoryResult.NotFound, await Logins.EndSessionAsync("1-a", default));
    }

    [Fact]
    public async Task An_epoch_ends_with_the_password_and_what_is_like_it()
    {
        async Task<LoginState> StateAsync() => Assert.Single(await Logins.LoginStatesAsync([account, new AccountId(9999)], default));
        Assert.Equal(new LoginState(account, AccountState.Active, 0, 0), await StateAsync());

        await store.Store.Directory.SetSecretAsync(Ann, "SCRAM-SHA-256$y", default);
        await Logins.EndLoginsAsync(Ann, default);
        await Logins.SetStateAsync(Ann, AccountState.Disabled, default);
        Assert.Equal(new LoginState(account, AccountState.Disabled, 3, 0), await StateAsync());
        await Logins.SetStateAsync(Ann, AccountState.Active, default);
        await Logins.UpgradeSecretAsync(account, "SCRAM-SHA-256$y", "SCRAM-SHA-256$z", default); // the same password
        await Logins.AddAppPasswordAsync(Ann, new AppPasswordRow("phone", "SCRAM-SHA-256$y", null, "", "", Now, null), default);
        await Logins.RemoveAppPasswordAsync(Ann, "phone", default);
        await Logins.RemoveAppPasswordAsync(Ann, "phone", default);
        Assert.Equal(new LoginState(account, AccountState.Active, 3, 1), await StateAsync());
        Assert.Equal((3, 1), (await store.Store.Directory.FindAccountAsync(Ann, default)) is { } known ? ((int)known.LoginEpoch, (int)known.AppEpoch) : default);

        await store.Store.Directory.RemoveAccountAsync(Ann, default);
        Assert.Empty(await Logins.LoginStatesAsync([account], default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.EndLoginsAsync(Ann, default));
    }

    [Fact]
    public async Task Whoever_waits_hears_of_an_end_at_once()
    {
        var heard = new List<string>();
        Logins.Notices.Ended += heard.Add;
        await store.Store.Directory.SetSecretAsync(Ann, "SCRAM-SHA-256$y", default);
        await store.Store.Directory.SetSecretAsync("nobody@example.test", "SCRAM-SHA-256$y", default);
        Assert.Equal([Ann], heard);
    }

    [Fact]
    public async Task Logins_of_a_kind_and_day_are_one_row()
    {
        var history = store.Store.LoginHistory;
        var began = Now;
        for (int i = 0; i < 1000; i++)
            history.Note(account, "imap", "192.0.2.1", "", true);
        history.Note(account, "imap", "192.0.2.1", "phone", true);
        Assert.Equal(2, (await history.ListAsync(account, 10, default)).Count);
        store.Clock.Advance(TimeSpan.FromHours(1));
        history.Note(account, "imap", "192.0.2.1", "", true);
        Assert.Equal(new LoginCount(account, "imap", "192.0.2.1", "", true, began, Now, 1001), (await history.ListAsync(account, 10, default))[0]);

        store.Clock.Advance(TimeSpan.FromDays(1));
        history.Note(account, "imap", "192.0.2.1", "", true);
        Assert.Equal([1, 1001, 1], (await history.ListAsync(account, 10, default)).Select(one => one.Count));
        await store.ReopenAsync();
        Assert.Equal(3, (await store.Store.LoginHistory.ListAsync(account, 10, default)).Count);
    }

    [Fact]
    public async Task An_attack_from_everywhere_fills_nothing()
    {
        for (int i = 0; i < 5000; i++)
            store.Store.LoginHistory.Note(account, "imap", $"192.0.{i / 256}.{i % 256}", "", false);
        var logins = await store.Store.LoginHistory.ListAsync(account, 10_000, default);
        Assert.Equal(LoginHistory.MaxPlaces + 1, logins.Count);
        Assert.Equal(5000 - LoginHistory.MaxPlaces, logins.Single(one => one.Peer.Length == 0).Count);
    }

    [Fact]
    public async Task Old_logins_are_forgotten_and_those_of_a_removed_account_at_once()
    {
        store.Store.LoginHistory.Note(account, "imap", "192.0.2.1", "", true);
        Assert.Single(await store.Store.LoginHistory.ListAsync(account, 10, default));
        store.Clock.Advance(TimeSpan.FromDays(31));
        store.Store.LoginHistory.Note(account, "pop3", "192.0.2.1", "", true);
        await store.Store.LoginHistory.ListAsync(account, 10, default);
        await store.Store.Sweeper.SweepAsync(default);
        Assert.Equal("pop3", Assert.Single(await store.Store.LoginHistory.ListAsync(account, 10, default)).Protocol);
        await store.Store.Directory.RemoveAccountAsync(Ann, default);
        Assert.Empty(await store.Store.LoginHistory.ListAsync(account, 10, default));
    }

    private SessionRow Row(string id) => new(id, account, Ann, "imap", "", "192.0.2.1", Now, Now);
}
