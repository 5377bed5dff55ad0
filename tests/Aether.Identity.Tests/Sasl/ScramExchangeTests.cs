using System.Net;
using System.Text;
using Aether.Configuration.Schema;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Identity.Passwords;
using Aether.Identity.Sasl;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Sasl;

/// <summary>SCRAM (RFC 5802, RFC 7677), bound to the channel and not, and what an attacker tries with it.</summary>
public sealed class ScramExchangeTests : IAsyncLifetime
{
    private static readonly LoginPeer Friend = new("imap", IPAddress.Loopback, Exempt: true);
    private static readonly LoginPeer Stranger = new("imap", IPAddress.Parse("192.0.2.1"), Exempt: false);
    private static readonly byte[] EndPoint = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly SaslChannel Plain = new(Friend);
    private static readonly SaslChannel Bound = new(Friend, EndPoint);

    private readonly TestStore store = new();
    private DirectoryService directory = null!;
    private Authenticator authenticator = null!;
    private SaslMechanisms mechanisms = null!;

    public async ValueTask InitializeAsync()
    {
        directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync("ann@example.test", "right", 0, default);
        authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        mechanisms = Mechanisms(ScramOffer.Auto);
    }

    public async ValueTask DisposeAsync()
    {
        authenticator.Dispose();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("scram-sha-256")]
    public async Task The_right_password_gets_in_and_the_server_proves_itself(string mechanism)
    {
        var exchange = mechanisms.Begin(mechanism, Plain)!;
        var client = new ScramClient(mechanism, "ann@example.test", "right");

        var told = await exchange.StepAsync(client.First, default);
        var proof = await exchange.StepAsync(client.Final(told.Challenge), default);
        Assert.True(client.Trusts(proof.Challenge));
        Assert.Null(proof.Result);
        var end = await exchange.StepAsync(ReadOnlyMemory<byte>.Empty, default);

        Assert.Equal((LoginStatus.Success, "ann@example.test"), (end.Result!.Value.Status, end.Result.Value.Login!.Address));
    }

    [Theory]
    [InlineData("SCRAM-SHA-256-PLUS")]
    [InlineData("SCRAM-SHA-1-PLUS")]
    public async Task A_bound_login_works_over_the_channel_it_was_made_for(string mechanism)
    {
        Assert.Equal(LoginStatus.Success, await RunAsync(mechanism, Bound, new ScramClient(mechanism, "ann@example.test", "right", "p=tls-server-end-point,,", EndPoint)));
    }

    [Theory] // Case A08: RFC 5802 §6.
    [InlineData("SCRAM-SHA-256-PLUS", "p=tls-server-end-point,,", "other end")] // somebody in between shows a certificate of his own
    [InlineData("SCRAM-SHA-256-PLUS", "p=tls-unique,,", "end")] // a method we have not
    [InlineData("SCRAM-SHA-256-PLUS", "n,,", "")] // the client binds nothing where it said it would
    [InlineData("SCRAM-SHA-256-PLUS", "y,,", "")]
    [InlineData("SCRAM-SHA-256", "y,,", "")] // the offer of -PLUS was taken out on the way: RFC 5802 §6
    [InlineData("SCRAM-SHA-256", "p=tls-server-end-point,,", "end")]
    public async Task A_downgraded_channel_binding_is_refused(string mechanism, string header, string binding)
    {
        byte[] data = binding switch { "end" => EndPoint, "" => [], _ => [.. EndPoint.Reverse()] };
        Assert.Equal(LoginStatus.BadCredentials, await RunAsync(mechanism, Bound, new ScramClient(mechanism, "ann@example.test", "right", header, data)));
    }

    [Fact]
    public async Task A_client_that_can_bind_may_say_so_where_nothing_is_offered() =>
        Assert.Equal(LoginStatus.Success, await RunAsync("SCRAM-SHA-256", Plain, new ScramClient("SCRAM-SHA-256", "ann@example.test", "right", "y,,")));

    [Theory]
    [InlineData("ann@example.test", "wrong", "n,,")]
    [InlineData("nobody@example.test", "right", "n,,")]
    [InlineData("ann", "right", "n,,")]
    [InlineData("ann@example.test", "right", "n,a=bob@example.test,")]
    public async Task All_else_is_refused_alike(string user, string password, string header) =>
        Assert.Equal(LoginStatus.BadCredentials, await RunAsync("SCRAM-SHA-256", Plain, new ScramClient("SCRAM-SHA-256", user, password, header)));

    [Fact] // Case A01.
    public async Task A_name_that_is_no_account_gets_the_same_salt_each_time_and_looks_like_any()
    {
        string ann = await SaltOfAsync("ann@example.test");
        string nobody = await SaltOfAsync("nobody@example.test");
        string other = await SaltOfAsync("other@example.test");

        Assert.Equal(nobody, await SaltOfAsync("NOBODY@example.test"));
        Assert.NotEqual(nobody, other);
        Assert.Equal(ann.Length, nobody.Length);

        mechanisms = Mechanisms(ScramOffer.Auto); // as after a restart
        Assert.Equal(nobody, await SaltOfAsync("nobody@example.test"));
        await directory.RemoveAccountAsync("ann@example.test", default);
        Assert.Equal(ann.Length, (await SaltOfAsync("ann@example.test")).Length);
    }

    [Fact]
    public async Task A_recorded_login_can_not_be_played_again()
    {
        var first = mechanisms.Begin("SCRAM-SHA-256", Plain)!;
        var client = new ScramClient("SCRAM-SHA-256", "ann@example.test", "right");
        byte[] final = client.Final((await first.StepAsync(client.First, default)).Challenge);
        Assert.Null((await first.StepAsync(final, default)).Result);

        var second = mechanisms.Begin("SCRAM-SHA-256", Plain)!;
        await second.StepAsync(client.First, default);
        Assert.Equal(LoginStatus.BadCredentials, (await second.StepAsync(final, default)).Result!.Value.Status);
    }

    [Fact]
    public async Task A_nonce_that_is_not_the_servers_is_refused_though_the_proof_fits()
    {
        var exchange = mechanisms.Begin("SCRAM-SHA-256", Plain)!;
        var client = new ScramClient("SCRAM-SHA-256", "ann@example.test", "right");
        var told = await exchange.StepAsync(client.First, default);

        Assert.Equal(LoginStatus.BadCredentials, (await exchange.StepAsync(client.Final(told.Challenge, static nonce => nonce + "x"), default)).Result!.Value.Status);
    }

    [Fact]
    public async Task What_makes_no_sense_is_malformed()
    {
        Assert.Equal(LoginStatus.BadExchange, await StepAsync(Encoding.UTF8.GetBytes("nonsense")));
        Assert.Equal(LoginStatus.BadExchange, await StepAsync([]));
        Assert.Equal(LoginStatus.BadExchange, await StepAsync([0xC3, 0x28]));
        Assert.Equal(LoginStatus.BadExchange, await StepAsync(new byte[SaslExchange.MaxResponse + 1]));

        async Task<LoginStatus> StepAsync(byte[] response) => (await mechanisms.Begin("SCRAM-SHA-256", Plain)!.StepAsync(response, default)).Result!.Value.Status;
    }

    [Fact]
    public async Task Words_behind_the_servers_proof_are_malformed()
    {
        var exchange = mechanisms.Begin("SCRAM-SHA-256", Plain)!;
        var client = new ScramClient("SCRAM-SHA-256", "ann@example.test", "right");
        await exchange.StepAsync(client.Final((await exchange.StepAsync(client.First, default)).Challenge), default);

        Assert.Equal(LoginStatus.BadExchange, (await exchange.StepAsync("more"u8.ToArray(), default)).Result!.Value.Status);
    }

    [Fact]
    public async Task Failures_count_as_those_of_any_other_login()
    {
        for (int i = 0; i < 10; i++)
            Assert.Equal(LoginStatus.BadCredentials, await RunAsync("SCRAM-SHA-256", new SaslChannel(Stranger), new ScramClient("SCRAM-SHA-256", "ann@example.test", "wrong")));

        var put = await mechanisms.Begin("SCRAM-SHA-256", new SaslChannel(Stranger))!.StepAsync(new ScramClient("SCRAM-SHA-256", "ann@example.test", "right").First, default);
        Assert.Equal(LoginStatus.Throttled, put.Result!.Value.Status);
        Assert.Equal(LoginStatus.Throttled, (await authenticator.VerifyAsync("ann@example.test", "right", Stranger, default)).Status);
    }

    [Fact] // Case A03: the place that a proof is remembered for must never serve as a password.
    public async Task What_is_remembered_of_a_proof_is_no_password()
    {
        await RunAsync("SCRAM-SHA-256", new SaslChannel(Stranger), new ScramClient("SCRAM-SHA-256", "ann@example.test", "right"));
        Assert.Equal(LoginStatus.BadCredentials, (await authenticator.VerifyAsync("ann@example.test", Stranger.Address.ToString(), Stranger, default)).Status);
    }

    [Fact]
    public void Mechanisms_are_offered_by_the_channel_and_the_configuration()
    {
        Assert.Equal(["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"], mechanisms.Offered(Plain));
        Assert.Equal(["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"], mechanisms.Offered(Bound));
        Assert.Equal(["PLAIN", "LOGIN"], Mechanisms(ScramOffer.Off).Offered(Bound));
        Assert.Null(mechanisms.Begin("SCRAM-SHA-256-PLUS", Plain));
        Assert.Null(Mechanisms(ScramOffer.Off).Begin("SCRAM-SHA-256", Bound));
    }

    [Fact] // RFC 7677 §3.
    public void A_record_proves_and_signs_as_the_rfc_shows()
    {
        byte[] salted = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2("pencil"u8, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096, System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        byte[] stored = System.Security.Cryptography.SHA256.HashData(System.Security.Cryptography.HMACSHA256.HashData(salted, "Client Key"u8));
        var record = new ScramRecord(ScramRecord.Sha256, 4096, Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), stored, System.Security.Cryptography.HMACSHA256.HashData(salted, "Server Key"u8));
        const string Messages = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

        Assert.True(record.IsProven(Encoding.ASCII.GetBytes(Messages), Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")));
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(record.Sign(Encoding.ASCII.GetBytes(Messages))));
        Assert.False(record.IsProven(Encoding.ASCII.GetBytes(Messages), new byte[20]));
    }

    private SaslMechanisms Mechanisms(ScramOffer scram) => new(authenticator, new SaslOptions(scram, static () => new byte[32]), store.Clock);

    private async Task<string> SaltOfAsync(string user)
    {
        var told = await mechanisms.Begin("SCRAM-SHA-256", Plain)!.StepAsync(new ScramClient("SCRAM-SHA-256", user, "any").First, default);
        string text = Encoding.UTF8.GetString(told.Challenge.Span);
        return text[text.IndexOf(",s=", StringComparison.Ordinal)..];
    }

    private async Task<LoginStatus> RunAsync(string mechanism, SaslChannel channel, ScramClient client)
    {
        var exchange = mechanisms.Begin(mechanism, channel)!;
        var step = await exchange.StepAsync(client.First, default);
        if (step.Result is { } refused)
            return refused.Status;
        step = await exchange.StepAsync(client.Final(step.Challenge), default);
        if (step.Result is { } wrong)
            return wrong.Status;
        Assert.True(client.Trusts(step.Challenge));
        return (await exchange.StepAsync(ReadOnlyMemory<byte>.Empty, default)).Result!.Value.Status;
    }
}
