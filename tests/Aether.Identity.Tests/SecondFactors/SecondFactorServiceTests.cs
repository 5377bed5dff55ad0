using Aether.Identity.Directory;
using Aether.Identity.SecondFactors;
using Aether.Storage;
using Aether.Storage.Limits;
using Aether.Testing.Stores;
using Aether.Validation.Keys;

namespace Aether.Identity.Tests.SecondFactors;

/// <summary>Codes are taken near their time, once, and recovery codes once each. Case A06.</summary>
public sealed class SecondFactorServiceTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";

    private readonly TestStore store = new();
    private readonly TemporaryFolder folder = new();
    private SecondFactorService factors = null!;
    private AccountId account;
    private byte[] secret = [];
    private IReadOnlyList<string> codes = [];

    public async ValueTask InitializeAsync()
    {
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync(Ann, "right", 0, default);
        account = (await store.Store.Directory.FindAccountAsync(Ann, default))!.Id;
        factors = NewNode();
        var pending = factors.Begin(Ann);
        secret = SecretOf(pending);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        codes = (await factors.ConfirmAsync(Ann, pending.Sealed, Code(0), default))!;
        store.Clock.Advance(TimeSpan.FromMinutes(5));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_code_is_taken_within_a_step(int away, bool isTaken) => Assert.Equal(isTaken, await VerifyAsync(Code(away)));

    [Fact]
    public async Task A_code_is_taken_once_on_all_nodes_together()
    {
        string code = Code(0);
        var nodes = Enumerable.Range(0, 8).Select(_ => NewNode()).ToList();
        var taken = await Task.WhenAll(nodes.Select(node => Task.Run(async () => await node.VerifyAsync(account, Ann, code, default))));

        Assert.Single(taken, true);
        Assert.False(await VerifyAsync(code));
        Assert.False(await VerifyAsync(Code(-1))); // one before the last that was taken
        Assert.True(await VerifyAsync(Code(1)));
    }

    [Fact]
    public async Task The_code_that_confirmed_it_opens_nothing_any_more()
    {
        var pending = factors.Begin(Ann);
        secret = SecretOf(pending);
        string code = Code(0);
        Assert.NotNull(await factors.ConfirmAsync(Ann, pending.Sealed, code, default));
        Assert.False(await VerifyAsync(code));
    }

    [Fact]
    public async Task Each_recovery_code_is_taken_once()
    {
        Assert.Equal(10, codes.Distinct().Count());
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await VerifyAsync(codes[3]))));
        Assert.Single(taken, true);
        Assert.False(await VerifyAsync(codes[3]));
        Assert.True(await VerifyAsync(codes[4].Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()));
        Assert.Equal(8, (await factors.FindAsync(Ann, default))!.Codes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("١٢٣٤٥٦")]
    [InlineData("aaaa-aaaa-aaaa")]
    public async Task Nothing_else_is_taken(string code) => Assert.False(await VerifyAsync(code));

    [Fact]
    public async Task The_store_shows_neither_secret_nor_codes_and_another_account_can_use_none()
    {
        var row = (await store.Store.Logins.FindSecondFactorAsync(account, default))!;
        Assert.DoesNotContain(Convert.ToBase64String(secret), row.Secret, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[0].Replace("-", "", StringComparison.Ordinal), row.Codes, StringComparison.Ordinal);

        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddAccountAsync("bob@example.test", "right", 0, default);
        await store.Store.Logins.SetSecondFactorAsync("bob@example.test", row with { LastStep = 0 }, default); // who can write to the database
        var bob = (await store.Store.Directory.FindAccountAsync("bob@example.test", default))!.Id;
        Assert.False(await factors.VerifyAsync(bob, "bob@example.test", Code(0), default));
        Assert.False(await factors.VerifyAsync(bob, "bob@example.test", codes[0], default));
    }

    [Fact]
    public async Task An_administrator_gives_and_takes_it()
    {
        Assert.True((await factors.RemoveAsync(Ann, default)).IsDone);
        Assert.False(await VerifyAsync(Code(0)));
        Assert.False(await factors.HasAsync(account, default));
        Assert.Equal(DirectoryChangeStatus.NotFound, (await factors.RemoveAsync(Ann, default)).Status);

        var (change, made) = await factors.CreateAsync(Ann, default);
        Assert.True(change.IsDone);
        Assert.StartsWith("otpauth://totp/", made!.Address, StringComparison.Ordinal);
        Assert.True(await VerifyAsync(made.Codes[0]));
        Assert.Equal(DirectoryChangeStatus.NotFound, (await factors.CreateAsync("nobody@example.test", default)).Change.Status);
    }

    [Fact]
    public async Task A_pending_secret_of_somebody_else_is_none()
    {
        var pending = factors.Begin("bob@example.test");
        secret = SecretOf(pending);
        Assert.Null(await factors.ConfirmAsync(Ann, pending.Sealed, Code(0), default));
        Assert.Null(factors.Resume(Ann, pending.Sealed));
    }

    [Fact]
    public void Wrong_codes_of_an_account_are_bounded_for_a_while()
    {
        using var guard = new CodeGuard(new CountFeed(), store.Clock);
        for (int i = 0; i < 10; i++)
        {
            Assert.False(guard.IsFull(account));
            guard.Failed(account);
        }
        Assert.True(guard.IsFull(account));
        Assert.False(guard.IsFull(new AccountId(account.Value + 1)));
        store.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.False(guard.IsFull(account));
    }

    private SecondFactorService NewNode() => new(store.Store.Directory, store.Store.Logins, new KeySealer(folder.File("key")), "mail.example.test", store.Clock);

    private ValueTask<bool> VerifyAsync(string code) => factors.VerifyAsync(account, Ann, code, default);

    private string Code(int away) => Totp.CodeAt(secret, Totp.StepAt(store.Clock.GetUtcNow()) + away);

    private byte[] SecretOf(PendingFactor pending) => new KeySealer(folder.File("key")).Open(pending.Sealed, $"pending-factor:{pending.Address.Split(':')[2].Split('?')[0].Replace("%40", "@", StringComparison.Ordinal)}")!;
}
