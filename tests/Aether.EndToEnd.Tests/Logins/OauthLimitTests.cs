using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Testing.Clients;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>What the authorization server bears from strangers, and what its settings do.</summary>
public sealed class OauthLimitTests
{
    private const string Page = "/oauth2/account";

    [Fact]
    public async Task Guessed_passwords_are_put_off_and_end_in_a_ban()
    {
        await using var server = await AetherServer.StartAsync(config => config["limits"] = new JsonObject
        {
            ["exemptNetworks"] = new JsonArray(),
            ["logins"] = new JsonObject { ["failuresPerMinute"] = 3, ["banAfter"] = 6 },
        });
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Page);
        for (int i = 0; i < 3; i++)
        {
            await browser.SubmitAsync("/oauth2/sign-in", ("address", "ann@example.test"), ("password", $"guess {i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        }
        for (int i = 3; i < 6; i++)
        {
            await browser.SubmitAsync("/oauth2/sign-in", ("address", "ann@example.test"), ("password", i == 3 ? "secret" : $"guess {i}"));
            Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
        }
        await Eventually.IsTrueAsync(async () =>
        {
            await browser.GetAsync(Page);
            return browser.Status is HttpStatusCode.Forbidden;
        }, "the address is banned");
        Assert.Contains("127.0.0.1", await server.CliAsync(["ban", "list"]), StringComparison.Ordinal);
        string logins = await server.CliAsync(["account", "logins", "ann@example.test"]);
        Assert.Matches("refused +web +127.0.0.1", logins);
    }

    [Fact]
    public async Task Codes_are_guessed_ten_times_at_most()
    {
        await using var server = await AetherServer.StartAsync();
        await server.CliAsync(["account", "totp", "add", "ann@example.test"]);
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Page);
        await browser.SubmitAsync("/oauth2/sign-in", ("address", "ann@example.test"), ("password", "secret"));
        await browser.FollowAsync();
        for (int i = 0; i < 10; i++)
        {
            await browser.SubmitAsync("/oauth2/code", ("code", $"00000{i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        }
        await browser.SubmitAsync("/oauth2/code", ("code", "000000"));
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
    }

    [Fact]
    public async Task A_flood_of_requests_is_put_off()
    {
        await using var server = await AetherServer.StartAsync(config =>
        {
            config["limits"] = new JsonObject { ["exemptNetworks"] = new JsonArray() };
            config["auth"] = new JsonObject { ["server"] = new JsonObject { ["requestsPerMinute"] = 5 } };
        });
        using var browser = new PageBrowser(server.Http);
        for (int i = 0; i < 5; i++)
        {
            await browser.GetAsync("/oauth2/jwks");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }
        await browser.GetAsync("/oauth2/jwks");
        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (browser.Status, browser.Headers.GetValues("Retry-After").Single()));
        Assert.Equal("Too many requests: try again in a minute.\n", browser.Text);
        browser.Sends.Accept.ParseAdd("text/html");
        await browser.GetAsync("/oauth2/account");
        Assert.Equal(HttpStatusCode.TooManyRequests, browser.Status);
        Assert.Contains("<h1>Not now</h1>", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_form_or_too_big_is_refused_and_passwords_go_over_tls()
    {
        await using var server = await AetherServer.StartAsync(config => config["security"] = new JsonObject { ["plaintextLogin"] = "always" });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        foreach (string path in (string[])["token", "revoke", "device_authorization", "sign-in", "code", "device"])
        {
            using var text = new StringContent("grant_type=refresh_token");
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync($"/oauth2/{path}", text)).StatusCode);
            using var twice = new StringContent("client_id=mail&client_id=mail&token=x&form=x", Encoding.ASCII, "application/x-www-form-urlencoded");
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync($"/oauth2/{path}", twice)).StatusCode);
            using var many = new StringContent(string.Join('&', Enumerable.Range(0, 2000).Select(i => $"f{i}=")), Encoding.ASCII, "application/x-www-form-urlencoded");
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync($"/oauth2/{path}", many)).StatusCode);
            using var big = new StringContent("token=" + new string('x', 40_000), Encoding.ASCII, "application/x-www-form-urlencoded");
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.PostAsync($"/oauth2/{path}", big)).StatusCode);
        }

        await using var strict = await AetherServer.StartAsync(config => config["security"] = new JsonObject { ["plaintextLogin"] = "never" });
        using var browser = new PageBrowser(strict.Http);
        await browser.GetAsync(Page);
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
    }

    [Fact]
    public async Task Programs_register_themselves_where_they_may()
    {
        await using var server = await AetherServer.StartAsync(config => config["auth"] = new JsonObject { ["server"] = new JsonObject { ["registration"] = true, ["maxRegistered"] = 1 } });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Http}") };
        foreach (string wrong in (string[])["[]", "{", """{"redirect_uris":["javascript:alert(1)"]}""", """{"redirect_uris":"x"}""", """{"redirect_uris":[],"token_endpoint_auth_method":"client_secret_basic"}""", """{"grant_types":["password"]}""", """{"client_name":"\ud800"}"""])
        {
            using var body = new StringContent(wrong, Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/oauth2/register", body)).StatusCode);
        }
        using var asked = JsonContent.Create(new JsonObject { ["client_name"] = "<b>Mine</b>", ["redirect_uris"] = new JsonArray("org.example.mine:/done") });
        using var answer = await http.PostAsync("/oauth2/register", asked);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        string id = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["client_id"]!;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.PostAsync("/oauth2/register", asked)).StatusCode);

        using var browser = new PageBrowser(server.Http);
        string ask = $"/oauth2/authorize?response_type=code&client_id={id}&redirect_uri=org.example.mine%3A%2Fdone&code_challenge_method=S256&code_challenge={new string('A', 43)}";
        await browser.GetAsync(ask);
        await browser.SubmitAsync("/oauth2/sign-in", ("address", "ann@example.test"), ("password", "secret"));
        await browser.FollowAsync();
        Assert.Contains("which nobody here has looked at", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Mine</b>", browser.Text.Replace("<b>&lt;b&gt;Mine&lt;/b&gt;</b>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("form-action 'self' org.example.mine:;", browser.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/authorize", ("decision", "allow"));
        Assert.StartsWith("org.example.mine:/done?code=", browser.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_tls_the_cookie_is_this_hosts_alone_and_the_issuer_names_the_port()
    {
        int port = FreePorts.Take(1)[0];
        await using var server = await AetherServer.StartAsync(config => config["http"]!["listeners"]!.AsArray().Add(new JsonObject { ["address"] = "127.0.0.1", ["port"] = port, ["tls"] = "implicit" }));
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, certificate, _, _) => certificate is not null, UseCookies = false }) { BaseAddress = new Uri($"https://127.0.0.1:{port}") };
        using var page = await http.GetAsync(Page);
        string cookie = page.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-aether=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.True(page.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal($"https://mail.example.test:{port}", (string?)(await http.GetFromJsonAsync<JsonObject>("/.well-known/oauth-authorization-server"))!["issuer"]);
    }

    [Fact]
    public async Task Switched_off_there_is_nothing_and_no_token_is_asked_for()
    {
        await using var server = await AetherServer.StartAsync(config => config["auth"] = new JsonObject { ["server"] = new JsonObject { ["enabled"] = false } });
        using var browser = new PageBrowser(server.Http);
        foreach (string path in (string[])[Page, "/.well-known/oauth-authorization-server", "/oauth2/jwks"])
        {
            await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
        await using var client = await LineClient.ConnectAsync(server.Imap);
        Assert.DoesNotContain("OAUTH", await client.ReadAsync(), StringComparison.Ordinal);
        await client.SendAsync("a CAPABILITY\r\n");
        Assert.DoesNotContain("OAUTH", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_is_warned_of_a_weak_password_and_may()
    {
        await using var server = await AetherServer.StartAsync();
        var weak = await CommandLine.RunAsync(AetherServer.Program, ["account", "add", "carl@example.test", "--password-stdin", "--config", server.ConfigFile], "secret\n");
        Assert.Equal(0, weak.ExitCode);
        Assert.Contains("warning: The password is too short", weak.Output, StringComparison.Ordinal);
        var strong = await CommandLine.RunAsync(AetherServer.Program, ["account", "set-password", "carl@example.test", "--password-stdin", "--config", server.ConfigFile], "geese on the lake\n");
        Assert.Equal((0, ""), (strong.ExitCode, strong.Output));
    }
}
