using System.Net;
using Aether.Configuration.Schema;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;
using Aether.Testing.Stores;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Passwords;

/// <summary>Hashes that other servers made: by crypt(3) of the C library, openssl and Python, and one published with RFC 6070.</summary>
public sealed class ImportedHashTests
{
    [Theory]
    [InlineData("{SHA512-CRYPT}$6$abcdefgh$BPABm5D7ZFU2YVfMLyE5XRqe91qwdcZ6APg7kB/YBeADxUUqXXhg3mlHBbjpyHcrE9xl/9BuqqivCjN2qGEi30", "pencil")]
    [InlineData("$6$abcdefgh$BPABm5D7ZFU2YVfMLyE5XRqe91qwdcZ6APg7kB/YBeADxUUqXXhg3mlHBbjpyHcrE9xl/9BuqqivCjN2qGEi30", "pencil")]
    [InlineData("{CRYPT}$6$rounds=1400$anotherlongsalts$udErPF8alAD5s.K9hXbSRavDYTFfpUS4PzCikULsMfJz7Eue9kLcMPqsg8hDeljtWse8YmO8E1idxRnay40Wf0", "Größe")]
    [InlineData("{SHA256-CRYPT}$5$abcdefgh$2fBC4A6a5zMUaFynrzCXz1gz3QtUtBsVxjmcncJUE67", "pencil")]
    [InlineData("{BLF-CRYPT}$2b$10$abcdefghijklmnopqrstuu2fMqzrrTFXV22h0L0W0mrmQ9CsTiWs.", "pencil")]
    [InlineData("{BLF-CRYPT}$2y$10$abcdefghijklmnopqrstuu2fMqzrrTFXV22h0L0W0mrmQ9CsTiWs.", "pencil")]
    [InlineData("{SHA}0vxRJJChUDZGC1SJQBQ51tpUB/o=", "pencil")]
    [InlineData("{ssha}dFWAdLXeDBTj01WbdotiS4s3zKlzYWx0", "pencil")]
    [InlineData("{PBKDF2}$1$salt$4096$4b007901b765489abead49d926f721d065a429c1", "password")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "password")] // a test of the reference implementation
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "password")]
    public void The_right_password_fits_and_no_other(string hash, string password)
    {
        Assert.True(PasswordRecords.TryImport(hash, out var records));
        Assert.True(records!.Verifies(password));
        Assert.False(records.Verifies(password + "x"));
        Assert.False(records.Verifies(""));
        Assert.True(PasswordRecords.Parse(records.ToString()).Verifies(password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pencil")]
    [InlineData("{PLAIN}pencil")]
    [InlineData("{SHA512-CRYPT}")]
    [InlineData("{SHA512-CRYPT}$6$abc$short")]
    [InlineData("{SHA512-CRYPT}$6$rounds=99999999$abc$BPABm5D7ZFU2YVfMLyE5XRqe91qwdcZ6APg7kB/YBeADxUUqXXhg3mlHBbjpyHcrE9xl/9BuqqivCjN2qGEi30")] // each login would take minutes
    [InlineData("{BLF-CRYPT}$2b$31$abcdefghijklmnopqrstuu2fMqzrrTFXV22h0L0W0mrmQ9CsTiWs.")]
    [InlineData("{SSHA}0vxRJJChUDZGC1SJQBQ51tpUB/o=")] // no salt
    [InlineData("{SHA}!!!!")]
    [InlineData("{PBKDF2}$1$salt$0$4b007901b765489abead49d926f721d065a429c1")]
    [InlineData("{PBKDF2}$1$salt$99999999$4b007901b765489abead49d926f721d065a429c1")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")] // 4 GiB a login
    [InlineData("{ARGON2ID}$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("{ARGON2ID}$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("{ARGON2ID}$argon2id$v=19$m=256,t=2,p=1$c29t$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("{SHA} 0vxRJJChUDZGC1SJQBQ51tpUB/o=")]
    public void What_is_none_or_too_dear_is_refused(string hash) => Assert.False(PasswordRecords.TryImport(hash, out _));

    [Fact]
    public void Whatever_comes_is_read_or_refused() =>
        Gen.String[Gen.OneOf(Gen.Char["{}$256aby.=/SHACRYPTLF-BKrgonid,mtpv1"], Gen.Char), 0, 120].Sample(static text => !PasswordRecords.TryImport(text, out var records) || records!.ToString().EndsWith(text, StringComparison.Ordinal));

    [Fact]
    public async Task The_first_login_replaces_it_and_brings_scram_with_it()
    {
        await using var store = new TestStore();
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        using var authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        await directory.AddDomainAsync("example.test", null, default);
        Assert.True((await directory.ImportAccountAsync("ann@example.test", "{SHA}0vxRJJChUDZGC1SJQBQ51tpUB/o=", 0, default)).IsDone);
        Assert.False((await directory.ImportAccountAsync("bob@example.test", "{PLAIN}pencil", 0, default)).IsDone);
        var account = (await store.Store.Directory.FindAccountAsync("ann@example.test", default))!;
        var peer = new LoginPeer("imap", IPAddress.Loopback, Exempt: true);

        Assert.True(await store.Store.Logins.HasOtherSecretsAsync(default));
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", "wrong", peer, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "pencil", peer, default)).Status);
        Assert.StartsWith("SCRAM-SHA-256$", await store.Store.Directory.FindSecretAsync(account.Id, default), StringComparison.Ordinal);
        Assert.False(await store.Store.Logins.HasOtherSecretsAsync(default));
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync("ann@example.test", "pencil", peer, default)).Status);
    }

    [Fact]
    public async Task Where_argon2_is_preferred_new_passwords_get_it_and_old_ones_at_their_next_login()
    {
        await using var store = new TestStore();
        var before = new DirectoryService(store.Store.Directory, store.Store.Logins);
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins, PasswordHash.Argon2id);
        using var authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance) { Hash = PasswordHash.Argon2id };
        var peer = new LoginPeer("imap", IPAddress.Loopback, Exempt: true);
        await directory.AddDomainAsync("example.test", null, default);
        Assert.True((await before.AddAccountAsync("ann@example.test", "of ann", 0, default)).IsDone);
        Assert.True((await directory.AddAccountAsync("bob@example.test", "of bob", 0, default)).IsDone);

        async Task<string> SecretAsync(string name) => (await store.Store.Directory.FindSecretAsync((await store.Store.Directory.FindAccountAsync(name, default))!.Id, default))!;
        Assert.StartsWith("{ARGON2ID}$argon2id$v=19$m=19456,t=2,p=1$", await SecretAsync("bob@example.test"), StringComparison.Ordinal);
        Assert.StartsWith("SCRAM-SHA-256$", await SecretAsync("ann@example.test"), StringComparison.Ordinal);
        foreach (string name in (string[])["ann", "bob"])
        {
            Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync($"{name}@example.test", "wrong", peer, default)).Status);
            Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync($"{name}@example.test", $"of {name}", peer, default)).Status);
            Assert.StartsWith("{ARGON2ID}", await SecretAsync($"{name}@example.test"), StringComparison.Ordinal);
            Assert.Equal(LoginStatus.Success, (await authenticator.VerifyAsync($"{name}@example.test", $"of {name}", peer, default)).Status);
        }

        using var scram = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        Assert.Equal(LoginStatus.Success, (await scram.VerifyAsync("bob@example.test", "of bob", peer, default)).Status);
        Assert.StartsWith("SCRAM-SHA-256$", await SecretAsync("bob@example.test"), StringComparison.Ordinal); // and back again
    }
}
