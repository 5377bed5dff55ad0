using Aether.Storage.Accounts;
using Aether.Storage.Backup;
using Aether.Storage.Logins;
using Aether.Testing.Stores;

namespace Aether.Storage.Tests.Logins;

/// <summary>App passwords, states and bans as rows.</summary>
public sealed class LoginStoreTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";

    private readonly TestStore store = new();
    private readonly TestStore other = new();
    private AccountId account;

    private LoginStore Logins => store.Store.Logins;

    public async ValueTask InitializeAsync() => account = (await store.AddAccountAsync(Ann, "SCRAM-SHA-256$x")).Id;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task App_passwords_come_go_and_survive_a_restart()
    {
        var phone = Row("phone") with { Sealed = "sealed", Protocols = "imap submission", Networks = "192.0.2.0/24", Expires = store.Clock.GetUtcNow().AddDays(1) };
        Assert.Equal(DirectoryResult.Done, await Logins.AddAppPasswordAsync(Ann, phone, default));
        Assert.Equal(DirectoryResult.Done, await Logins.AddAppPasswordAsync(Ann, Row("desk"), default));
        Assert.Equal(DirectoryResult.AlreadyExists, await Logins.AddAppPasswordAsync(Ann, Row("desk"), default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.AddAppPasswordAsync("nobody@example.test", Row("desk"), default));
        store.Clock.Advance(TimeSpan.FromHours(2));
        await Logins.TouchAppPasswordAsync(account, "phone", "192.0.2.7", default);
        await store.ReopenAsync();

        var rows = await Logins.ListAppPasswordsAsync(account, default);
        Assert.Equal([Row("desk"), phone with { Used = store.Clock.GetUtcNow(), UsedFrom = "192.0.2.7" }], rows);
        Assert.Equal(DirectoryResult.Done, await Logins.RemoveAppPasswordAsync(Ann, "desk", default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.RemoveAppPasswordAsync(Ann, "desk", default));
        Assert.Equal("phone", Assert.Single(await Logins.ListAppPasswordsAsync(account, default)).Name);
    }

    [Fact]
    public async Task An_account_has_a_bounded_number_of_them()
    {
        for (int i = 0; i < LoginStore.MaxAppPasswords; i++)
            Assert.Equal(DirectoryResult.Done, await Logins.AddAppPasswordAsync(Ann, Row($"number {i}"), default));
        Assert.Equal(DirectoryResult.NotEmpty, await Logins.AddAppPasswordAsync(Ann, Row("one more"), default));
    }

    [Fact]
    public async Task A_second_factor_comes_goes_and_never_steps_back()
    {
        Assert.Equal(DirectoryResult.NotFound, await Logins.SetSecondFactorAsync("nobody@example.test", new SecondFactorRow("s", "", 0, store.Clock.GetUtcNow()), default));
        await Logins.SetSecondFactorAsync(Ann, new SecondFactorRow("old", "", 9, store.Clock.GetUtcNow()), default);
        await Logins.SetSecondFactorAsync(Ann, new SecondFactorRow("new", "one two", 5, store.Clock.GetUtcNow()), default);
        Assert.False(await Logins.UseStepAsync(account, 5, default));
        Assert.True(await Logins.UseStepAsync(account, 6, default));
        Assert.False(await Logins.UseStepAsync(account, 5, default));
        Assert.True(await Logins.ReplaceCodesAsync(account, "one two", "two", default));
        Assert.False(await Logins.ReplaceCodesAsync(account, "one two", "two", default));
        await store.ReopenAsync();
        Assert.Equal(new SecondFactorRow("new", "two", 6, store.Clock.GetUtcNow()), await Logins.FindSecondFactorAsync(account, default));
        Assert.Equal(DirectoryResult.Done, await Logins.RemoveSecondFactorAsync(Ann, default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.RemoveSecondFactorAsync(Ann, default));
    }

    [Fact]
    public async Task A_removed_account_takes_its_app_passwords_along()
    {
        await Logins.AddAppPasswordAsync(Ann, Row("phone"), default);
        await store.Store.Directory.RemoveAccountAsync(Ann, default);

        Assert.Empty(await Logins.ListAppPasswordsAsync(account, default));
    }

    [Fact]
    public async Task A_backup_brings_app_passwords_and_the_state_of_an_account_back()
    {
        await Logins.AddAppPasswordAsync(Ann, Row("phone"), default);
        var factor = new SecondFactorRow("sealed", "one two", 57, store.Clock.GetUtcNow());
        await Logins.SetSecondFactorAsync(Ann, factor, default);
        await Logins.SetStateAsync(Ann, AccountState.Disabled, default);
        await Logins.SetPasswordUseAsync(Ann, PasswordUse.WebOnly, default);
        string file = Path.Combine(store.Folder, "store.backup");
        await store.Store.Backup.WriteAsync(file, default);
        await other.Store.Restore.ReadAsync(file, new RestoreScope(), default);

        var restored = (await other.Store.Directory.FindAccountAsync(Ann, default))!;
        Assert.Equal((AccountState.Disabled, PasswordUse.WebOnly), (restored.State, restored.PasswordUse));
        Assert.Equal("SCRAM-SHA-256$x", await other.Store.Directory.FindSecretAsync(restored.Id, default));
        Assert.Equal([Row("phone")], await other.Store.Logins.ListAppPasswordsAsync(restored.Id, default));
        Assert.Equal(factor, await other.Store.Logins.FindSecondFactorAsync(restored.Id, default));
    }

    [Theory]
    [InlineData(PasswordUse.AsDomain, false, false)]
    [InlineData(PasswordUse.AsDomain, true, true)]
    [InlineData(PasswordUse.Everywhere, true, false)]
    [InlineData(PasswordUse.WebOnly, false, true)]
    public async Task What_is_said_for_an_account_goes_before_what_its_domain_says(PasswordUse use, bool domain, bool isForWebOnly)
    {
        if (domain)
            await store.Store.DomainSettings.SetAsync("example.test", DomainSetting.PasswordUse, DomainSetting.WebOnly, default);
        Assert.Equal(DirectoryResult.Done, await Logins.SetPasswordUseAsync(Ann, use, default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.SetPasswordUseAsync("nobody@example.test", use, default));
        await store.ReopenAsync();

        var found = (await store.Store.Directory.FindAccountAsync(Ann, default))!;
        Assert.Equal((use, isForWebOnly), (found.PasswordUse, found.IsPasswordForWebOnly));
        Assert.Equal(isForWebOnly, Assert.Single(await Logins.LoginStatesAsync([account], default)).IsPasswordForWebOnly);
    }

    [Fact]
    public async Task A_secret_is_upgraded_unless_it_changed_meanwhile()
    {
        await store.AddAccountAsync("bob@example.test", "{SSHA}old");
        var bob = (await store.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        Assert.True(await Logins.HasOtherSecretsAsync(default));

        Assert.Equal(DirectoryResult.NotFound, await Logins.UpgradeSecretAsync(bob, "{SSHA}older", "SCRAM-new", default));
        Assert.Equal(DirectoryResult.Done, await Logins.UpgradeSecretAsync(bob, "{SSHA}old", "SCRAM-new", default));
        Assert.Equal("SCRAM-new", await store.Store.Directory.FindSecretAsync(bob, default));
        Assert.False(await Logins.HasOtherSecretsAsync(default));
    }

    [Fact]
    public async Task Bans_end_are_changed_and_lifted()
    {
        await Logins.AddBanAsync("192.0.2.1/32", "short", TimeSpan.FromMinutes(1), default);
        await Logins.AddBanAsync("198.51.100.0/24", "long", null, default);
        await Logins.AddBanAsync("2001:db8::/64", "first", TimeSpan.FromHours(1), default);
        await Logins.AddBanAsync("2001:db8::/64", "second", TimeSpan.FromHours(2), default);
        Assert.Equal(["short", "long", "second"], (await Logins.ListBansAsync(default)).Select(ban => ban.Reason));

        store.Clock.Advance(TimeSpan.FromMinutes(90));
        Assert.Equal([("198.51.100.0/24", null), ("2001:db8::/64", (DateTimeOffset?)store.Clock.GetUtcNow().AddMinutes(30))], (await Logins.ListBansAsync(default)).Select(ban => (ban.Network, ban.Until)));
        Assert.Equal(DirectoryResult.Done, await Logins.RemoveBanAsync("198.51.100.0/24", default));
        Assert.Equal(DirectoryResult.NotFound, await Logins.RemoveBanAsync("198.51.100.0/24", default));
    }

    private static AppPasswordRow Row(string name) => new(name, "records", null, "", "", new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), null);
}
