using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Configuration.Schema;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Tokens;
using Aether.Testing.Servers;
using Aether.Testing.Stores;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Tokens;

/// <summary>Whose tokens are taken, and all that is wrong with others. Case A05.</summary>
public sealed class JwtVerifierTests : IAsyncLifetime
{
    private static readonly LoginPeer Peer = new("imap", IPAddress.Parse("192.0.2.1"), Exempt: false);

    private readonly TestStore store = new();
    private readonly TokenProvider provider = new();
    private JwtVerifier verifier = null!;
    private Authenticator authenticator = null!;

    private DateTimeOffset Now => store.Clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync("ann@example.test", "right", 0, default);
        await directory.AddAccountAsync("bob@example.test", "right", 0, default);
        verifier = new JwtVerifier(new TokenOptions(provider.Issuer, "mail", "email", ["RS256", "ES256"]), store.Clock, NullLogger<JwtVerifier>.Instance);
        authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance) { Tokens = verifier };
    }

    public async ValueTask DisposeAsync()
    {
        authenticator.Dispose();
        verifier.Dispose();
        provider.Dispose();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_good_token_names_its_user()
    {
        Assert.Equal(TokenVerdict.Good("ann@example.test"), await verifier.VerifyAsync(provider.Token(Now), default));
        Assert.Equal(TokenVerdict.Good("ann@example.test"), await verifier.VerifyAsync(provider.Token(Now, claims => claims["aud"] = new JsonArray("other", "mail")), default));
        Assert.Equal(TokenVerdict.Good("ann@example.test"), await verifier.VerifyAsync(provider.Token(Now, null, "ES256", "curve", octets => provider.Curve.SignData(octets, HashAlgorithmName.SHA256)), default));
    }

    [Theory]
    [InlineData("iss", "\"https://evil.test\"")]
    [InlineData("iss", null)]
    [InlineData("aud", "\"calendar\"")]
    [InlineData("aud", "5")]
    [InlineData("aud", "[\"calendar\", null]")]
    [InlineData("aud", null)]
    [InlineData("nbf", "4000000000")]
    [InlineData("exp", "\"tomorrow\"")]
    [InlineData("exp", null)] // it would never end
    [InlineData("nonce", "\"n\"")] // an ID token
    [InlineData("at_hash", "\"h\"")] // another
    [InlineData("email_verified", "false")]
    [InlineData("email", null)]
    [InlineData("email", "[\"ann@example.test\"]")]
    public async Task A_token_with_bad_claims_is_refused(string claim, string? value)
    {
        string token = provider.Token(Now, claims =>
        {
            claims.Remove(claim);
            if (value is not null)
                claims[claim] = JsonNode.Parse(value);
        });
        Assert.Equal(TokenStatus.Bad, (await verifier.VerifyAsync(token, default)).Status);
    }

    [Fact]
    public async Task A_token_that_ended_is_expired()
    {
        string token = provider.Token(Now);
        store.Clock.Advance(TimeSpan.FromMinutes(10.5)); // clocks may be a minute apart
        Assert.Equal(TokenStatus.Good, (await verifier.VerifyAsync(token, default)).Status);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TokenStatus.Expired, (await verifier.VerifyAsync(token, default)).Status);
    }

    [Fact]
    public async Task A_forged_token_is_refused_whatever_algorithm_it_names()
    {
        using var stranger = RSA.Create(2048);
        byte[] publicKey = Encoding.ASCII.GetBytes(provider.Key("one").ExportSubjectPublicKeyInfoPem());
        string[] forged =
        [
            provider.Token(Now, null, "none", sign: static _ => [0]),
            provider.Token(Now, null, "none", sign: static _ => [0])[..^2],
            provider.Token(Now, null, "HS256", sign: octets => HMACSHA256.HashData(publicKey, octets)), // the public key as the key of a MAC
            provider.Token(Now, null, "HS256", "mac", octets => HMACSHA256.HashData("a symmetric key of the provider!"u8, octets)),
            provider.Token(Now, null, "RS256", sign: octets => stranger.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            provider.Token(Now, null, "RS512", sign: octets => provider.Key("one").SignData(octets, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)), // not among those of the configuration
            provider.Token(Now, null, "ES256", sign: octets => provider.Key("one").SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            provider.Token(Now, type: "dpop+jwt"),
            provider.Token(Now) + "A",
            "..", "a.b.c", "", new string('a', 100_000),
        ];
        foreach (string token in forged)
            Assert.Equal(TokenStatus.Bad, (await verifier.VerifyAsync(token, default)).Status);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("http://evil.test/keys")]
    [InlineData("' OR 1=1 --")]
    public async Task A_key_id_is_a_name_and_nothing_else(string keyId)
    {
        string token = provider.Token(Now, null, "RS256", keyId, octets => provider.Key("one").SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal(TokenStatus.Bad, (await verifier.VerifyAsync(token, default)).Status);
    }

    [Fact]
    public async Task Keys_that_rotate_are_found_and_invented_ones_do_not_drive_us()
    {
        Assert.Equal(TokenStatus.Good, (await verifier.VerifyAsync(provider.Token(Now), default)).Status);
        provider.AddKey("two");
        provider.RemoveKey("one");
        Assert.Equal(TokenStatus.Good, (await verifier.VerifyAsync(provider.Token(Now, keyId: "two"), default)).Status); // at once

        int asked = provider.Asked;
        for (int i = 0; i < 50; i++)
            await verifier.VerifyAsync(provider.Token(Now, null, "RS256", $"invented{i}", static _ => [1]), default);
        Assert.Equal(asked, provider.Asked);
    }

    [Fact] // Case F16: away is not wrong.
    public async Task A_provider_that_is_away_costs_nothing_while_its_keys_are_known_and_is_no_refusal_afterwards()
    {
        Assert.Equal(TokenStatus.Good, (await verifier.VerifyAsync(provider.Token(Now), default)).Status);
        provider.IsBroken = true;
        store.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(TokenStatus.Good, (await verifier.VerifyAsync(provider.Token(Now), default)).Status);
        store.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TokenStatus.Unavailable, (await verifier.VerifyAsync(provider.Token(Now), default)).Status);
        Assert.Equal(LoginStatus.Unavailable, (await authenticator.VerifyTokenAsync("", provider.Token(Now), Peer, default)).Status);
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_not_believed()
    {
        provider.ClaimedIssuer = "https://evil.test";
        Assert.Equal(TokenStatus.Unavailable, (await verifier.VerifyAsync(provider.Token(Now), default)).Status);
    }

    [Fact]
    public void Whatever_comes_is_taken_apart_or_refused() => Gen.String[Gen.OneOf(Gen.Char["eyJ.hbGciOiJub25lIn0-_="], Gen.Char), 0, 200].Sample(static text => JsonWebToken.TryParse(text, out var token) == (token is not null));

    [Theory]
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"\u00ff\"}")] // an octet that begins no character
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"\\ud800\"}")]
    [InlineData("{\"alg\":\"ES256\",\"\\ud800\":1}")]
    [InlineData("{\"alg\":\"ES256\",\"x\":[{\"y\":\"\\udc00\"}]}")]
    public void Text_that_is_none_is_refused(string header)
    {
        string text = Base64Url.EncodeToString(Encoding.Latin1.GetBytes(header));
        Assert.False(JsonWebToken.TryParse($"{text}.{Base64Url.EncodeToString("{}"u8)}.AAAA", out _));
        Assert.False(JsonWebToken.TryParse($"{Base64Url.EncodeToString("{\"alg\":\"ES256\"}"u8)}.{text}.AAAA", out _));
    }

    [Theory]
    [InlineData("OAUTHBEARER", "n,a=ann@example.test,\u0001host=mail.test\u0001port=993\u0001auth=Bearer {0}\u0001\u0001")]
    [InlineData("OAUTHBEARER", "n,,\u0001auth=Bearer {0}\u0001\u0001")]
    [InlineData("XOAUTH2", "user=ann@example.test\u0001auth=Bearer {0}\u0001\u0001")]
    public async Task A_token_logs_in_by_sasl(string mechanism, string message)
    {
        var exchange = Mechanisms().Begin(mechanism, new SaslChannel(Peer))!;
        var end = await exchange.StepAsync(Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, provider.Token(Now))), default);
        Assert.Equal((LoginStatus.Success, "ann@example.test"), (end.Result!.Value.Status, end.Result.Value.Login!.Address));
    }

    [Fact]
    public async Task A_refused_token_is_told_as_json_and_the_exchange_ends_with_the_clients_answer()
    {
        var exchange = Mechanisms().Begin("OAUTHBEARER", new SaslChannel(Peer))!;
        var told = await exchange.StepAsync(Encoding.UTF8.GetBytes($"n,a=bob@example.test,\u0001auth=Bearer {provider.Token(Now)}\u0001\u0001"), default); // Ann's
        Assert.Equal("invalid_token", JsonNode.Parse(told.Challenge.Span)!["status"]!.GetValue<string>());
        Assert.Equal(provider.Issuer + "/.well-known/openid-configuration", JsonNode.Parse(told.Challenge.Span)!["openid-configuration"]!.GetValue<string>());
        Assert.Equal(LoginStatus.BadCredentials, (await exchange.StepAsync(new byte[] { 1 }, default)).Result!.Value.Status);
    }

    [Fact]
    public async Task A_client_that_brings_expired_tokens_is_refused_and_never_put_off()
    {
        string token = provider.Token(Now);
        store.Clock.Advance(TimeSpan.FromHours(1));
        for (int i = 0; i < 30; i++)
            Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyTokenAsync("ann@example.test", token, Peer, default)).Status);
        Assert.Equal(LoginStatus.Success, (await authenticator.VerifyTokenAsync("ann@example.test", provider.Token(Now), Peer, default)).Status);
    }

    [Fact]
    public async Task A_token_opens_no_account_that_is_disabled_or_not_there()
    {
        await new DirectoryService(store.Store.Directory, store.Store.Logins).SetStateAsync("ann@example.test", Aether.Storage.Accounts.AccountState.Disabled, default);
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyTokenAsync("", provider.Token(Now), Peer, default)).Status);
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyTokenAsync("", provider.Token(Now, claims => claims["email"] = "eve@example.test"), Peer, default)).Status);
    }

    private SaslMechanisms Mechanisms() => new(authenticator, new SaslOptions(ScramOffer.Auto, static () => new byte[32]) { TokenIssuer = provider.Issuer }, store.Clock);
}
