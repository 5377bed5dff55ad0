using System.Net;
using System.Text;
using Aether.Configuration.Schema;
using Aether.Identity.Directory;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Identity.Tests.Sasl;

/// <summary>PLAIN (RFC 4616) and LOGIN, with what clients get wrong.</summary>
public sealed class SaslExchangeTests : IAsyncLifetime
{
    private static readonly LoginPeer Peer = new("imap", IPAddress.Loopback, Exempt: true);

    private readonly TestStore store = new();
    private Authenticator authenticator = null!;
    private SaslMechanisms mechanisms = null!;

    public async ValueTask InitializeAsync()
    {
        var directory = new DirectoryService(store.Store.Directory, store.Store.Logins);
        await directory.AddDomainAsync("example.test", null, default);
        await directory.AddAccountAsync("ann@example.test", "right", 0, default);
        authenticator = new Authenticator(store.Store.Directory, store.Store.Logins, new LoginLimits(), store.Store.Counts, store.Clock, NullLogger<Authenticator>.Instance);
        mechanisms = new SaslMechanisms(authenticator, new SaslOptions(ScramOffer.Auto, static () => new byte[32]), store.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        authenticator.Dispose();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("\0ann@example.test\0right", LoginStatus.Success)]
    [InlineData("ann@example.test\0ann@example.test\0right", LoginStatus.Success)]
    [InlineData("ANN@example.test\0ann@example.test\0right", LoginStatus.Success)]
    [InlineData("bob@example.test\0ann@example.test\0right", LoginStatus.BadCredentials)]
    [InlineData("\0ann@example.test\0wrong", LoginStatus.BadCredentials)]
    [InlineData("", LoginStatus.BadExchange)]
    [InlineData("ann@example.test\0right", LoginStatus.BadExchange)]
    [InlineData("\0ann@example.test\0right\0", LoginStatus.BadExchange)]
    [InlineData("\0\0", LoginStatus.BadExchange)]
    public async Task Plain_ends_as_its_message_deserves(string message, LoginStatus expected)
    {
        var step = await mechanisms.Begin("plain", new SaslChannel(Peer))!.StepAsync(Encoding.UTF8.GetBytes(message), default);
        Assert.Equal(expected, step.Result!.Value.Status);
    }

    [Fact]
    public async Task Plain_without_initial_response_asks_first()
    {
        var exchange = mechanisms.Begin("PLAIN", new SaslChannel(Peer))!;
        Assert.Null((await exchange.StepAsync(null, default)).Result);
        Assert.Equal(LoginStatus.Success, (await exchange.StepAsync("\0ann@example.test\0right"u8.ToArray(), default)).Result!.Value.Status);
    }

    [Fact]
    public async Task Broken_utf8_and_oversize_are_malformed()
    {
        Assert.Equal(LoginStatus.BadExchange, (await mechanisms.Begin("PLAIN", new SaslChannel(Peer))!.StepAsync(new byte[] { 0, 0xC3, 0x28, 0, (byte)'x' }, default)).Result!.Value.Status);
        Assert.Equal(LoginStatus.BadExchange, (await mechanisms.Begin("PLAIN", new SaslChannel(Peer))!.StepAsync(new byte[SaslExchange.MaxResponse + 1], default)).Result!.Value.Status);
    }

    [Fact]
    public async Task Login_asks_for_both()
    {
        var exchange = mechanisms.Begin("LOGIN", new SaslChannel(Peer))!;
        Assert.Equal("Username:", Encoding.ASCII.GetString((await exchange.StepAsync(null, default)).Challenge.Span));
        Assert.Equal("Password:", Encoding.ASCII.GetString((await exchange.StepAsync("ann@example.test"u8.ToArray(), default)).Challenge.Span));
        Assert.Equal(LoginStatus.Success, (await exchange.StepAsync("right"u8.ToArray(), default)).Result!.Value.Status);
    }

    [Fact]
    public async Task Login_takes_the_user_as_initial_response()
    {
        var exchange = mechanisms.Begin("LOGIN", new SaslChannel(Peer))!;
        Assert.Null((await exchange.StepAsync("ann@example.test"u8.ToArray(), default)).Result);
        Assert.Equal(LoginStatus.BadCredentials, (await exchange.StepAsync("wrong"u8.ToArray(), default)).Result!.Value.Status);
    }

    [Fact]
    public void An_unknown_mechanism_is_none() => Assert.Null(mechanisms.Begin("DIGEST-MD5", new SaslChannel(Peer)));
}
