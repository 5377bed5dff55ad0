using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using static Aether.EndToEnd.Tests.Logins.OauthFlow;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>What becomes of tokens: they are fetched anew, looked into, taken back. RFC 6749 §6, RFC 7009, RFC 7662.</summary>
[Collection(nameof(OauthHost))]
public sealed class TokenTests(OauthHost host)
{
    private readonly AetherServer server = host.Server;

    [Fact]
    public async Task Tokens_are_fetched_anew_and_a_copied_one_ends_them_all()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        var first = await CodeFlowAsync(browser, user);
        var second = await RefreshAsync(browser, first);
        var third = await RefreshAsync(browser, second);
        string access = Text(third, "access_token");
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuthBearer(user, access));

        Assert.Equal("invalid_grant", Text(await RefreshAsync(browser, first), "error"));
        Assert.Equal("invalid_grant", Text(await RefreshAsync(browser, third), "error"));
        await host.RefusedAsync(user, access);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("session")]
    [InlineData("disable")]
    [InlineData("password")]
    [InlineData("page")]
    public async Task What_is_taken_back_opens_nothing_and_ends_what_it_opened(string how)
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        var tokens = await CodeFlowAsync(browser, user);
        string access = Text(tokens, "access_token");
        using var open = new ImapClient { ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null };
        await open.ConnectAsync("127.0.0.1", server.Imaps, SecureSocketOptions.SslOnConnect);
        await open.AuthenticateAsync(new SaslMechanismOAuthBearer(user, access));

        switch (how)
        {
            case "revoke":
                Assert.Equal(HttpStatusCode.OK, (await browser.CallAsync("/oauth2/revoke", null, ("client_id", "mail"), ("token", Text(tokens, "refresh_token")))).Status);
                break;
            case "session":
                await server.CliAsync(["session", "revoke", "--account", user]);
                break;
            case "disable":
                await server.CliAsync(["account", "disable", user]);
                break;
            case "password":
                await server.CliAsync(["account", "set-password", user, "--password-stdin"], "another one\n");
                break;
            default:
                await browser.GetAsync("/oauth2/account");
                await browser.SubmitAsync("/oauth2/account/program");
                Assert.Contains("The program is out.", browser.Text, StringComparison.Ordinal);
                break;
        }

        await host.RefusedAsync(user, access);
        Assert.Equal("invalid_grant", Text(await RefreshAsync(browser, tokens), "error"));
        await Eventually.IsTrueAsync(
            async () => await Record.ExceptionAsync(() => open.NoOpAsync()) is ServiceNotConnectedException or IOException or ImapProtocolException or SocketException, "the session ends", TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Programs_find_out_where_everything_is_and_others_can_check_tokens()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        foreach (string place in (string[])["oauth-authorization-server", "openid-configuration"])
        {
            await browser.GetAsync("/.well-known/" + place);
            var document = JsonNode.Parse(browser.Text)!.AsObject();
            Assert.Equal("https://mail.example.test", Text(document, "issuer"));
            Assert.Equal("https://mail.example.test/oauth2/token", Text(document, "token_endpoint"));
            Assert.Null(document["registration_endpoint"]); // off unless asked for
        }
        Assert.Equal(HttpStatusCode.NotFound, (await browser.CallAsync("/oauth2/register")).Status);

        string token = Text(await CodeFlowAsync(browser, user), "access_token");
        string[] parts = token.Split('.');
        await browser.GetAsync("/oauth2/jwks");
        var key = JsonNode.Parse(browser.Text)!["keys"]!.AsArray().Single(one => (string?)one!["kid"] == (string?)JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!["kid"])!;
        using var check = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) } });
        Assert.True(check.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        Assert.All(JsonNode.Parse(browser.Text)!["keys"]!.AsArray(), static one => Assert.Equal(("EC", null, null), ((string?)one!["kty"], one["d"], one["k"]))); // case A05: nothing that signs
    }

    [Fact]
    public async Task Administrators_look_into_tokens_and_others_do_not()
    {
        string admin = await host.NewUserAsync();
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        using var other = new PageBrowser(server.Http);
        string mine = Text(await CodeFlowAsync(browser, admin), "access_token");
        var theirs = await CodeFlowAsync(other, user);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.CallAsync("/oauth2/introspect", mine, ("token", Text(theirs, "access_token")))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.CallAsync("/oauth2/introspect", null, ("token", Text(theirs, "access_token")))).Status);

        await server.CliAsync(["role", "add", admin, "admin"]);
        foreach (string kind in (string[])["access_token", "refresh_token"])
        {
            var facts = (await browser.CallAsync("/oauth2/introspect", mine, ("token", Text(theirs, kind)))).Json;
            Assert.True((bool)facts["active"]!);
            Assert.Equal((user, "mail"), (Text(facts, "username"), Text(facts, "client_id")));
        }
        Assert.False((bool)(await browser.CallAsync("/oauth2/introspect", mine, ("token", "nonsense"))).Json["active"]!);
        await server.CliAsync(["session", "revoke", "--account", user]);
        Assert.False((bool)(await browser.CallAsync("/oauth2/introspect", mine, ("token", Text(theirs, "access_token")))).Json["active"]!);
    }
}
