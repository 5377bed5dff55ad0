using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Identity.Directory;
using Aether.Identity.Grants;
using Aether.Identity.Logins;
using Aether.Identity.Tokens;
using Aether.Storage.Accounts;
using Aether.Storage.Grants;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using Aether.Validation.Keys;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Grants;

/// <summary>Tokens of ours: whom they let in, when they end, and what they are not. Cases A04 and A05.</summary>
public sealed class GrantServiceTests : IAsyncLifetime
{
    private const string Ann = "ann@example.test";
    private const string Back = "http://127.0.0.1:1/";
    private const string Secret = "a-secret-of-the-program-that-has-43-characters-and-more";
    private const string Issuer = "https://mail.example.test";

    private static readonly LoginPeer Peer = new("imap", IPAddress.Parse("192.0.2.1"), Exempt: false);
    private static readonly OauthClient Mail = new("mail", "Mail", []);

    private readonly TestStore store = new();
    private readonly TemporaryFolder folder = new();
    private Node node = null!;
    private Account account = null!;

    public async ValueTask InitializeAsync()
    {
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync(Ann, "right", 0, default);
        account = (await store.Store.Directory.FindAccountAsync(Ann, default))!;
        node = NewNode("key");
    }

    public async ValueTask DisposeAsync()
    {
        node.Dispose();
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Its_tokens_let_their_user_in_until_they_end()
    {
        var tokens = await LetInAsync();
        using var authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance) { Tokens = node.Verifier };
        var login = await authenticator.VerifyTokenAsync(Ann, tokens.AccessToken, Peer, default);
        Assert.Equal((LoginStatus.Success, Ann), (login.Status, login.Login!.Address));
        Assert.NotNull(login.Login.Grant);
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyTokenAsync("bob@example.test", tokens.AccessToken, Peer, default)).Status);

        store.Clock.Advance(TimeSpan.FromMinutes(62));
        Assert.Equal(TokenStatus.Expired, (await node.Verifier.VerifyAsync(tokens.AccessToken, default)).Status);
        var next = await node.Grants.RefreshAsync(tokens.RefreshToken, "mail", default);
        Assert.Equal(TokenStatus.Good, (await node.Verifier.VerifyAsync(next!.AccessToken, default)).Status);
    }

    [Fact]
    public async Task A_refresh_token_whose_answer_was_lost_gives_the_same_one_again()
    {
        var tokens = await LetInAsync();
        var lost = await node.Grants.RefreshAsync(tokens.RefreshToken, "mail", default);
        var again = await node.Grants.RefreshAsync(tokens.RefreshToken, "mail", default);
        Assert.Equal(lost!.RefreshToken, again!.RefreshToken);
    }

    [Fact]
    public async Task A_revoked_token_counts_as_one_that_ended()
    {
        var tokens = await LetInAsync();
        await node.Grants.RevokeAsync(tokens.AccessToken, "other", default);
        Assert.Equal(TokenStatus.Good, (await node.Verifier.VerifyAsync(tokens.AccessToken, default)).Status);
        await node.Grants.RevokeAsync(tokens.AccessToken, "mail", default);
        Assert.Equal(TokenStatus.Expired, (await node.Verifier.VerifyAsync(tokens.AccessToken, default)).Status);
        Assert.Null(await node.Grants.RefreshAsync(tokens.RefreshToken, "mail", default));
    }

    [Fact]
    public async Task Another_node_knows_tokens_and_codes_at_once()
    {
        using var other = NewNode("key");
        Assert.Empty((await ((ITokenKeys)other.Ring).FindAsync("none", default))!); // it has looked, and found none
        string code = (await node.Grants.AllowAsync(account, Mail, Back, Challenge(), default))!;
        var tokens = await node.Grants.RedeemAsync(code, "mail", Back, Secret, default);
        store.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TokenStatus.Good, (await other.Verifier.VerifyAsync(tokens!.AccessToken, default)).Status);
        Assert.NotNull(await other.Grants.RefreshAsync(tokens.RefreshToken, "mail", default));
        Assert.Equal(Assert.Single(await node.Ring.PublicAsync(default)).Id, Assert.Single(await other.Ring.PublicAsync(default)).Id);
    }

    [Fact]
    public async Task A_key_is_replaced_each_season_and_its_last_tokens_stay_good()
    {
        await LetInAsync();
        string first = Assert.Single(await node.Ring.PublicAsync(default)).Id;
        store.Clock.Advance(KeyRing.Signs - TimeSpan.FromMinutes(5));
        var late = await LetInAsync();
        store.Clock.Advance(TimeSpan.FromMinutes(10));
        var next = await LetInAsync();
        Assert.Equal(first, KeyOf(late.AccessToken));
        Assert.NotEqual(first, KeyOf(next.AccessToken));
        Assert.Equal(TokenStatus.Good, (await node.Verifier.VerifyAsync(late.AccessToken, default)).Status);
        Assert.Equal(2, (await node.Ring.PublicAsync(default)).Count);
    }

    [Fact]
    public async Task With_another_key_file_old_tokens_are_none_and_new_ones_are_made()
    {
        var tokens = await LetInAsync();
        using var moved = NewNode("another key");
        Assert.NotEqual(TokenStatus.Good, (await moved.Verifier.VerifyAsync(tokens.AccessToken, default)).Status);
        Assert.Null(await moved.Grants.RefreshAsync(tokens.RefreshToken, "mail", default));
        string code = (await moved.Grants.AllowAsync(account, Mail, Back, Challenge(), default))!;
        store.Clock.Advance(TimeSpan.FromSeconds(2));
        var made = await moved.Grants.RedeemAsync(code, "mail", Back, Secret, default);
        Assert.Equal(TokenStatus.Good, (await moved.Verifier.VerifyAsync(made!.AccessToken, default)).Status);
    }

    [Fact]
    public async Task One_kind_of_token_is_not_taken_for_another()
    {
        string code = (await node.Grants.AllowAsync(account, Mail, Back, Challenge(), default))!;
        Assert.Null(await node.Grants.RefreshAsync(code, "mail", default));
        Assert.Null(await node.Grants.RefreshAsync("r" + code[1..], "mail", default));
        var tokens = (await node.Grants.RedeemAsync(code, "mail", Back, Secret, default))!;
        Assert.Null(await node.Grants.RedeemAsync(tokens.RefreshToken, "mail", Back, Secret, default));
        Assert.Null(await node.Grants.RedeemAsync("c" + tokens.RefreshToken[1..], "mail", Back, Secret, default));
        Assert.Equal(DeviceStatus.Expired, (await node.Grants.PollDeviceAsync("d" + code[1..], "mail", default)).Status);
        Assert.NotEqual(TokenStatus.Good, (await node.Verifier.VerifyAsync(tokens.RefreshToken, default)).Status);
        Assert.NotNull(await node.Grants.RefreshAsync(tokens.RefreshToken, "mail", default)); // none of that has hurt it
    }

    [Fact]
    public async Task A_changed_token_is_none()
    {
        var tokens = await LetInAsync();
        await Gen.Select(Gen.Int[0, 2000], Gen.Char).SampleAsync(async (place, c) =>
        {
            foreach (string token in (string[])[tokens.RefreshToken, tokens.AccessToken])
            {
                int at = place % (token.Length - 1); // the last character has bits that mean nothing
                if (token[at] != c)
                    Assert.Null(await node.Grants.InspectAsync($"{token[..at]}{c}{token[(at + 1)..]}", default));
            }
        }, iter: 200);
        Assert.NotNull(await node.Grants.InspectAsync(tokens.RefreshToken, default));
        Assert.NotNull(await node.Grants.InspectAsync(tokens.AccessToken, default));
    }

    [Fact]
    public async Task A_token_goes_to_the_verifier_of_its_issuer()
    {
        var tokens = await LetInAsync();
        var own = new IssuerVerifiers(new Dictionary<string, ITokenVerifier> { [Issuer] = node.Verifier }, null);
        Assert.Equal(TokenStatus.Good, (await own.VerifyAsync(tokens.AccessToken, default)).Status);
        Assert.Equal(TokenStatus.Bad, (await own.VerifyAsync("nonsense", default)).Status);

        // Another provider that says it is us, and signs with its own key, is looked at by our rules.
        using var provider = new TokenProvider();
        string forged = provider.Token(store.Clock.GetUtcNow(), claims => (claims["iss"], claims["aud"], claims["grant"]) = (Issuer, OauthOptions.Audience, "x"));
        Assert.Equal(TokenStatus.Bad, (await own.VerifyAsync(forged, default)).Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:80/", true)]
    [InlineData("http://[::1]:9/x?y", true)]
    [InlineData("http://localhost", true)]
    [InlineData("https://localhost", false)]
    [InlineData("http://localhost.evil.test", false)]
    [InlineData("http://127.0.0.1@evil.test", false)]
    [InlineData("http://evil.test/http://127.0.0.1", false)]
    [InlineData("http://127.0.0.2/", false)]
    [InlineData("http://127.0.0.1/#x", false)]
    [InlineData("http://127.0.0.1\\@evil.test/", false)]
    [InlineData(" http://127.0.0.1/", false)]
    [InlineData("org.example:/done", false)]
    public void Users_are_sent_to_their_own_machine_only(string redirect, bool isAllowed) => Assert.Equal(isAllowed, Mail.Allows(redirect));

    [Theory]
    [InlineData("https://app.example.test/done", true)]
    [InlineData("org.example.app:/done", true)]
    [InlineData("http://127.0.0.1/", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("data:text/html,x", false)]
    [InlineData("http://app.example.test/", false)]
    [InlineData("https://user@app.example.test/", false)]
    [InlineData("https://app.example.test/#x", false)]
    [InlineData("https://app.example.test/\r\nSet-Cookie: x", false)]
    [InlineData("", false)]
    public async Task Programs_register_where_they_may_be(string redirect, bool isTaken)
    {
        var clients = new OauthClients(store.Store.Grants, node.Grants.Options with { Registration = true }, store.Clock);
        var (client, problem) = await clients.RegisterAsync("Mine", [redirect], default);
        Assert.Equal((isTaken, isTaken ? "" : "invalid_redirect_uri"), (client is not null, problem));
        if (client is null)
            return;
        Assert.True((await clients.FindAsync(client.Id, default))!.Allows(redirect));
        Assert.Null(await new OauthClients(store.Store.Grants, node.Grants.Options, store.Clock).FindAsync(client.Id, default)); // registration is off again
    }

    private async Task<TokenSet> LetInAsync()
    {
        string code = (await node.Grants.AllowAsync(account, Mail, Back, Challenge(), default))!;
        return (await node.Grants.RedeemAsync(code, "mail", Back, Secret, default))!;
    }

    private static string Challenge() => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    private static string? KeyOf(string token) => (string?)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]))!["kid"];

    private Node NewNode(string keyFile)
    {
        var options = new OauthOptions(Issuer, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        var sealer = new KeySealer(folder.File(keyFile));
        var ring = new KeyRing(store.Store.Grants, sealer, store.Clock, NullLogger<KeyRing>.Instance);
        var verifier = new GrantedTokenVerifier(ring, store.Store.Grants, options, store.Clock, NullLogger<JwtVerifier>.Instance);
        return new Node(ring, verifier, new GrantService(store.Store.Grants, options, sealer, new AccessTokens(ring, options, store.Clock), verifier, store.Clock, NullLogger<GrantService>.Instance));
    }

    private sealed record Node(KeyRing Ring, GrantedTokenVerifier Verifier, GrantService Grants) : IDisposable
    {
        public void Dispose()
        {
            Verifier.Dispose();
            Ring.Dispose();
        }
    }
}
