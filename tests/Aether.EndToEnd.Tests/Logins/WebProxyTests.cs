using System.Net;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>The pages behind HAProxy, which ends TLS and tells who is there. RFC 7239.</summary>
public sealed class WebProxyTests
{
    private const string Page = "/oauth2/account";
    private const string Ann = "ann@example.test";

    private static readonly IPAddress Guesser = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Owner = IPAddress.Parse("127.0.0.3");

    [Theory]
    [InlineData("xforwarded", "option forwardfor\n  http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]")]
    [InlineData("forwarded", "http-request add-header Forwarded for=%[src];proto=%[ssl_fc,iif(https,http)]")]
    public async Task Limits_bans_and_the_history_go_by_the_client_and_its_https_is_https(string headers, string rule)
    {
        await using var server = await StartAsync(headers);
        await using var proxy = await HaproxyServer.StartHttpsAsync(server.Http, rule);
        using var guesser = new PageBrowser(proxy.Port, isTls: true, Guesser);
        // Whatever a client says of itself is its own tale.
        guesser.Sends.Add("X-Forwarded-For", "192.0.2.66");
        guesser.Sends.Add("Forwarded", "for=192.0.2.66;proto=http");
        await guesser.GetAsync(Page);
        Assert.True(guesser.Headers.Contains("Strict-Transport-Security"));
        Assert.StartsWith("__Host-aether=", guesser.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        for (int i = 0; i < 6; i++)
        {
            await guesser.SubmitAsync("/oauth2/sign-in", ("address", Ann), ("password", $"guess {i}"));
            Assert.Equal(i < 3 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, guesser.Status);
        }
        await Eventually.IsTrueAsync(async () =>
        {
            await guesser.GetAsync(Page);
            return guesser.Status is HttpStatusCode.Forbidden;
        }, "the client is banned");

        using var owner = new PageBrowser(proxy.Port, isTls: true, Owner);
        await owner.GetAsync(Page);
        await owner.SubmitAsync("/oauth2/sign-in", ("address", Ann), ("password", "secret"));
        Assert.Equal(HttpStatusCode.SeeOther, owner.Status);
        string bans = await server.CliAsync(["ban", "list"]);
        Assert.Contains("127.0.0.2", bans, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.66", bans, StringComparison.Ordinal);
        string logins = await server.CliAsync(["account", "logins", Ann]);
        Assert.Matches("refused +web +127.0.0.2", logins);
        Assert.Matches("web +127.0.0.3", logins);
    }

    [Fact]
    public async Task Who_is_no_proxy_of_ours_may_write_what_he_likes()
    {
        await using var server = await StartAsync("xforwarded");
        using var stranger = new PageBrowser(server.Http, from: Guesser);
        stranger.Sends.Add("X-Forwarded-For", "127.0.0.3");
        stranger.Sends.Add("X-Forwarded-Proto", "https");
        await stranger.GetAsync(Page);
        Assert.Equal(HttpStatusCode.Forbidden, stranger.Status); // plain http is plain http

        int port = FreePorts.Take(1)[0];
        await using var silent = await StartAsync("none", config => config["http"]!["listeners"]!.AsArray().Add(new JsonObject { ["address"] = "127.0.0.1", ["port"] = port, ["tls"] = "implicit" }));
        using var near = new PageBrowser(port, isTls: true); // from a proxy's address, to a port that has none
        near.Sends.Add("X-Forwarded-For", "192.0.2.66");
        near.Sends.Add("Forwarded", "for=192.0.2.66;proto=https");
        await near.GetAsync(Page);
        await near.SubmitAsync("/oauth2/sign-in", ("address", Ann), ("password", "guess"));
        Assert.Equal(HttpStatusCode.Unauthorized, near.Status);
        Assert.Matches("refused +web +127.0.0.1", await silent.CliAsync(["account", "logins", Ann]));
    }

    private static Task<AetherServer> StartAsync(string headers, Action<JsonObject>? change = null) => AetherServer.StartAsync(config =>
    {
        config["security"] = new JsonObject { ["plaintextLogin"] = "never" };
        config["limits"] = new JsonObject
        {
            ["exemptNetworks"] = new JsonArray(),
            ["proxyNetworks"] = new JsonArray("127.0.0.1/32"),
            ["logins"] = new JsonObject { ["failuresPerMinute"] = 3, ["banAfter"] = 6 },
        };
        config["http"]!["listeners"]![0]!["proxy"] = headers;
        change?.Invoke(config);
    });
}
