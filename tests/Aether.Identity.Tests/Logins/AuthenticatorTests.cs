using System.Net;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Storage.Accounts;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Logins;

/// <summary>Who gets in: the right password now, and nothing else.</summary>
public sealed class AuthenticatorTests : IAsyncLifetime
{
    private static readonly LoginPeer Stranger = new("imap", IPAddress.Parse("192.0.2.1"), Exempt: false);
    private static readonly LoginPeer Friend = new("imap", IPAddress.Loopback, Exempt: true);

    private readonly TestStore store = new();
    private DirectoryService directory = null!;
    private Authenticator authenticator = null!;

    public async ValueTask InitializeAsync()
    {
        directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync("ann@example.test", "right", 0, default);
        await directory.AddAccountAsync("bob@example.test", "other", 0, default);
    }

    public async ValueTask DisposeAsync()
    {
        authenticator.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task The_right_password_gets_in_whatever_case_the_address_has()
    {
        var result = await authenticator.VerifyAsync("Ann@EXAMPLE.test", "right", Friend, default);
        Assert.Equal((LoginStatus.Success, "ann@example.test"), (result.Status, result.Login!.Address));
    }

    [Theory]
    [InlineData("ann@example.test", "wrong")]
    [InlineData("ann@example.test", "other")] // Bob's.
    [InlineData("nobody@example.test", "right")]
    [InlineData("ann", "right")]
    [InlineData("", "")]
    [InlineData("ann@example.test\0", "right")]
    public async Task All_else_is_refused_alike(string user, string password) =>
        Assert.Equal(new LoginResult(LoginStatus.BadCredentials), await authenticator.VerifyAsync(user, password, Friend, default));

    [Fact] // Case A03: a hit must cover the user, not only the password.
    public async Task A_cached_password_opens_only_the_account_it_was_verified_for()
    {
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Friend, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Friend, default)).Status);
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("bob@example.test", "right", Friend, default)).Status);
    }

    [Fact] // Case A04.
    public async Task A_changed_password_is_out_at_once_though_it_was_cached()
    {
        await authenticator.VerifyAsync("ann@example.test", "right", Friend, default);
        await directory.SetPasswordAsync("ann@example.test", "new", default);

        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", "right", Friend, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "new", Friend, default)).Status);
    }

    [Fact]
    public async Task A_removed_account_is_out_at_once()
    {
        await authenticator.VerifyAsync("ann@example.test", "right", Friend, default);
        Assert.True((await directory.RemoveAccountAsync("ann@example.test", default)).IsDone);
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", "right", Friend, default)).Status);
    }

    [Fact] // Case A01: the phone of a disabled account is no guesser, and its account is as it was when it comes back.
    public async Task The_right_password_of_a_disabled_account_counts_once_and_is_right_again_later()
    {
        Assert.True((await directory.SetStateAsync("ann@example.test", AccountState.Disabled, default)).IsDone);
        for (int i = 0; i < 60; i++)
            Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("bob@example.test", "other", Stranger, default)).Status);

        Assert.True((await directory.SetStateAsync("ann@example.test", AccountState.Active, default)).IsDone);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
    }

    [Fact]
    public async Task Ten_failures_in_a_minute_put_an_address_off_and_nobody_else()
    {
        for (int i = 0; i < 10; i++)
            await authenticator.VerifyAsync("ann@example.test", $"guess{i}", Stranger, default);

        Assert.Equal(LoginStatus.Throttled, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger with { Address = IPAddress.Parse("192.0.2.2") }, default)).Status);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
    }

    [Fact]
    public async Task Fifty_failures_put_an_address_off_for_the_day()
    {
        for (int i = 0; i < 50; i++)
        {
            await authenticator.VerifyAsync($"user{i}@example.test", "guess", Stranger, default);
            if (i % 9 == 8)
                store.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        store.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(LoginStatus.Throttled, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
        store.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
    }

    [Fact]
    public async Task One_network_of_ipv6_is_one_guesser()
    {
        for (int i = 0; i < 10; i++)
            await authenticator.VerifyAsync("ann@example.test", $"guess{i}", Stranger with { Address = IPAddress.Parse($"2001:db8::{i + 1}") }, default);

        Assert.Equal(LoginStatus.Throttled, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger with { Address = IPAddress.Parse("2001:db8::ffff") }, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger with { Address = IPAddress.Parse("2001:db8:0:1::1") }, default)).Status);
    }

    [Fact]
    public async Task Many_failures_on_an_account_make_attempts_wait_but_lock_nobody_out()
    {
        for (int i = 0; i < 20; i++)
            await authenticator.VerifyAsync("ann@example.test", $"wrong{i}", new LoginPeer("imap", IPAddress.Parse($"192.0.2.{i + 10}"), Exempt: false), default);

        var owner = authenticator.VerifyAsync("ann@example.test", "right", Stranger, default).AsTask();
        Assert.True(await AdvanceUntilAsync(owner) >= TimeSpan.FromSeconds(1));
        Assert.Equal(LoginStatus.Success, (await owner).Status);
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", "wrong", Stranger, default)).Status); // forgiven with that
    }

    [Fact]
    public async Task The_wait_doubles_up_to_its_bound_for_names_that_are_nobody_too()
    {
        int guess = 0;
        foreach (string name in (string[])["bob@example.test", "nobody@example.test"])
        {
            for (int i = 0; i < 20; i++)
                await authenticator.VerifyAsync(name, $"wrong{i}", new LoginPeer("imap", IPAddress.Parse($"192.0.2.{i + 40}"), Exempt: false), default);
            foreach (int seconds in (int[])[1, 2, 4, 8, 15, 15])
            {
                var attempt = authenticator.VerifyAsync(name, $"further{guess++}", new LoginPeer("imap", IPAddress.Parse($"198.51.100.{seconds}"), Exempt: false), default).AsTask();
                Assert.True(await AdvanceUntilAsync(attempt) >= TimeSpan.FromSeconds(seconds));
                Assert.Equal(LoginStatus.BadCredentials, (await attempt).Status);
            }
        }

        store.Clock.Advance(TimeSpan.FromMinutes(16)); // after that an account starts anew
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("bob@example.test", "wrong", Stranger, default)).Status);
    }

    [Fact]
    public async Task A_password_that_was_verified_lately_waits_for_nobodys_guesses()
    {
        await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default);
        for (int i = 0; i < 20; i++)
            await authenticator.VerifyAsync("ann@example.test", $"wrong{i}", new LoginPeer("imap", IPAddress.Parse($"192.0.2.{i + 70}"), Exempt: false), default);

        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
    }

    [Fact] // Case A09.
    public async Task A_thousand_addresses_with_a_guess_each_slow_each_other_down_and_not_the_owner_where_he_is_known()
    {
        using var remembering = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance) { History = store.Store.LoginHistory };
        var phone = Stranger with { Address = IPAddress.Parse("203.0.113.5") };
        Assert.Equal(LoginStatus.Success, (await remembering.VerifyAsync("ann@example.test", "right", phone, default)).Status);
        var ann = (await store.Store.Directory.FindAccountAsync("ann@example.test", default))!;
        await store.Store.LoginHistory.ListAsync(ann.Id, 1, default); // it is written down

        var begun = store.Clock.GetUtcNow();
        for (int i = 0; i < 1000; i++)
        {
            // By a digest, whose check costs no hashing: nothing but the waits takes time.
            var guess = remembering.VerifyDigestAsync("ann@example.test", static _ => false, Stranger with { Address = new IPAddress([198, 18, (byte)(i >> 8), (byte)i]) }, default).AsTask();
            while (!guess.IsCompleted)
            {
                await Task.WhenAny(guess, Task.Delay(1));
                store.Clock.Advance(TimeSpan.FromSeconds(1));
            }
            Assert.Equal(LoginStatus.BadCredentials, (await guess).Status);
        }
        Assert.True(store.Clock.GetUtcNow() - begun > TimeSpan.FromHours(3)); // four guesses a minute, with all those addresses

        // The password that was verified is forgotten long ago: it is the place that counts.
        Assert.Equal(LoginStatus.Success, (await remembering.VerifyAsync("ann@example.test", "right", phone, default)).Status);
    }

    [Fact] // Case A09.
    public async Task An_owner_from_elsewhere_waits_behind_guesses_and_is_never_locked_out()
    {
        for (int i = 0; i < 40; i++)
        {
            var guess = authenticator.VerifyDigestAsync("ann@example.test", static _ => false, Stranger with { Address = new IPAddress([198, 18, 0, (byte)i]) }, default).AsTask();
            await AdvanceUntilAsync(guess);
        }
        var owner = authenticator.VerifyAsync("ann@example.test", "right", Stranger, default).AsTask();
        // The longest wait is 15 s; the clock runs on while a busy machine hashes, which is no wait.
        Assert.InRange(await AdvanceUntilAsync(owner), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Assert.Equal(LoginStatus.Success, (await owner).Status);
    }

    [Theory] // Case A12: a name is a name, and never a pattern, a template or a filter.
    [InlineData("%@example.test")]
    [InlineData("ann%@example.test")]
    [InlineData("_nn@example.test")]
    [InlineData("*@example.test")]
    [InlineData("ann@*")]
    [InlineData("ann@example.test' OR '1'='1")]
    [InlineData("ann@example.test)(uid=*")]
    [InlineData("%{address}")]
    [InlineData("{0}@example.test")]
    [InlineData("${ann}@example.test")]
    [InlineData("ann@example.test\0bob")]
    [InlineData("ann@example.test\r\nbob@example.test")]
    public async Task A_name_with_signs_of_other_languages_is_nobodys(string user) =>
        Assert.Equal(new LoginResult(LoginStatus.BadCredentials), await authenticator.VerifyAsync(user, "right", Friend, default));

    [Fact] // Case A12.
    public async Task A_name_of_a_million_characters_is_nobodys() =>
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync(new string('a', 1_000_000) + "@example.test", "right", Friend, default)).Status);

    /// <returns>How far the clock had to go.</returns>
    private async Task<TimeSpan> AdvanceUntilAsync(Task attempt)
    {
        var step = TimeSpan.FromMilliseconds(250);
        var gone = TimeSpan.Zero;
        for (; !attempt.IsCompleted; gone += step)
        {
            await Task.WhenAny(attempt, Task.Delay(2)); // the attempt reads the directory before it waits
            store.Clock.Advance(step);
        }

        return gone;
    }
}
