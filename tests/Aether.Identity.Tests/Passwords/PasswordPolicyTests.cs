using Aether.Identity.Directory;
using Aether.Identity.Passwords;
using Aether.Storage.Accounts;
using Aether.Testing.Stores;
using CsCheck;

namespace Aether.Identity.Tests.Passwords;

/// <summary>What users may choose, and that administrators may choose more.</summary>
public sealed class PasswordPolicyTests
{
    private const string Ann = "ann.miller@example.test";

    private static readonly PasswordPolicy Policy = new(12, true, "mail.example.test");

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("83920174658213")]
    [InlineData("zwölf Boxkämpfer jagen")]
    [InlineData("xKq7v!Lm2pR")] // eleven, and one more below
    [InlineData("my password is a long sentence about geese")]
    [InlineData("ann likes green geese")]
    public void Long_ones_that_nobody_guesses_are_good(string password) => Assert.Null(Policy.Objection(Ann, password.Length < 12 ? password + "x" : password));

    [Theory]
    [InlineData("short")]
    [InlineData("elevenchars")]
    public void Short_ones_are_not(string password) => Assert.Contains("too short", Policy.Objection(Ann, password), StringComparison.Ordinal);

    [Theory]
    [InlineData("password2026!!")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("PasswordPassword")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiop12")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abababababababab")]
    [InlineData("letmeinletmein1")]
    [InlineData("annmiller1984")]
    [InlineData("Miller@Example1")]
    [InlineData("mail.example.test")]
    [InlineData("Iloveyou!!!2024")]
    [InlineData("poiuytrewq0987")]
    public void Those_that_are_guessed_first_are_not(string password) => Assert.Contains("guessed", Policy.Objection(Ann, password), StringComparison.Ordinal);

    [Fact]
    public void Each_code_point_is_a_character()
    {
        var policy = new PasswordPolicy(3, false, "");
        Assert.NotNull(policy.Objection(Ann, "💻💻"));
        Assert.Null(policy.Objection(Ann, "💻💻x"));
    }

    [Fact]
    public void What_is_refused_by_rule_can_be_allowed() => Assert.Null(new PasswordPolicy(8, false, "").Objection(Ann, "password"));

    [Fact]
    public void Any_text_is_judged() => Gen.String.Sample(text => Policy.Objection(text, text) is null or { Length: > 0 });

    [Fact]
    public async Task It_binds_users_and_warns_administrators()
    {
        await using var store = new TestStore();
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins, policy: Policy);
        await directory.AddDomainAsync("example.test", null, default);
        var added = await directory.AddAccountAsync(Ann, "secret", 0, default);
        Assert.True(added.IsDone);
        Assert.Contains("too short", added.Warning, StringComparison.Ordinal);
        string? first = await SecretAsync();

        var refused = await directory.ChangeOwnPasswordAsync(Ann, "secret2", default);
        Assert.Equal(DirectoryChangeStatus.Invalid, refused.Status);
        Assert.Equal(first, await SecretAsync());

        Assert.True((await directory.ChangeOwnPasswordAsync(Ann, "correct horse battery", default)).IsDone);
        Assert.NotEqual(first, await SecretAsync());
        Assert.Null((await directory.SetPasswordAsync(Ann, "correct horse battery", default)).Warning);
        Assert.NotNull((await directory.SetPasswordAsync(Ann, "password2026!!", default)).Warning);

        async Task<string?> SecretAsync() => await store.Store.Directory.FindSecretAsync((await store.Store.Directory.FindAccountAsync(Ann, default))!.Id, default);
    }

    [Fact]
    public async Task What_a_directory_keeps_is_changed_there()
    {
        await using var store = new TestStore();
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins, policy: Policy);
        await directory.AddDomainAsync("example.test", null, default);
        await store.Store.Directory.AddAccountAsync(Ann, Account.ForeignSecret, 0, default);

        Assert.Equal(DirectoryChangeStatus.Conflict, (await directory.ChangeOwnPasswordAsync(Ann, "correct horse battery", default)).Status);
    }
}
