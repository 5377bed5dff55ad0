using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>The authorization server as it is without any setting: a program sends its user to the pages, and logs in with what comes of it.</summary>
public sealed partial class OauthTests(OauthTests.Host host) : IClassFixture<OauthTests.Host>
{
    private const string Back = "http://127.0.0.1:34567/done";
    private const string Secret = "a-secret-of-the-program-that-has-43-characters-and-more";

    private static int last;

    private readonly AetherServer server = host.Server;

    [Fact]
    public async Task A_user_lets_a_program_in_and_it_reads_and_sends_mail()
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        var tokens = await CodeFlowAsync(browser, user);
        string access = Text(tokens, "access_token");
        Assert.Equal("Bearer", Text(tokens, "token_type"));

        foreach (Func<SaslMechanism> mechanism in (Func<SaslMechanism>[])[() => new SaslMechanismOAuthBearer(user, access), () => new SaslMechanismOAuth2(user, access)])
        {
            await LogInAsync(new ImapClient(), server.Imaps, mechanism());
            await LogInAsync(new SmtpClient(), server.Submissions, mechanism());
        }
        await CommandLine.SucceedAsync("curl", ["-sSk", $"imaps://127.0.0.1:{server.Imaps}/", "--user", user, "--oauth2-bearer", access]);
        string mail = Path.Combine(server.Folder, "mail.txt");
        await File.WriteAllTextAsync(mail, $"From: {user}\r\nTo: bob@example.test\r\nSubject: by token\r\n\r\nhello\r\n");
        await CommandLine.SucceedAsync("curl", ["-sSk", $"smtps://127.0.0.1:{server.Submissions}/x", "--user", user, "--oauth2-bearer", access, "--mail-from", user, "--mail-rcpt", "bob@example.test", "--upload-file", mail]);
        await RefusedAsync("bob@example.test", access); // it is for nobody else
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_taken_once()
    {
        string user = await NewUserAsync();
        string made = await server.CliAsync(["account", "totp", "add", user]);
        string code = await AuthenticatorAsync(made);
        string recovery = RecoveryCode().Match(made).Value;
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        Assert.Contains("Second step", browser.Text, StringComparison.Ordinal);
        await browser.GetAsync(Ask()); // the way around
        Assert.Contains("Second step", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/code", ("code", "000000"));
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        await browser.SubmitAsync("/oauth2/code", ("code", code));
        await browser.FollowAsync();
        var tokens = await RedeemAsync(browser, await AllowAsync(browser));
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuthBearer(user, Text(tokens, "access_token")));

        using var other = new PageBrowser(server.Http);
        await SignInAsync(other, Ask(), user);
        await other.SubmitAsync("/oauth2/code", ("code", code));
        Assert.Equal(HttpStatusCode.Unauthorized, other.Status);
        await other.SubmitAsync("/oauth2/code", ("code", recovery));
        Assert.Equal(HttpStatusCode.SeeOther, other.Status);
        using var third = new PageBrowser(server.Http);
        await SignInAsync(third, Ask(), user);
        await third.SubmitAsync("/oauth2/code", ("code", recovery));
        Assert.Equal(HttpStatusCode.Unauthorized, third.Status);
        Assert.Contains("9 recovery codes left", await server.CliAsync(["account", "totp", "show", user]), StringComparison.Ordinal);

        await server.CliAsync(["account", "totp", "remove", user]);
        using var fourth = new PageBrowser(server.Http);
        await SignInAsync(fourth, Ask(), user);
        Assert.Contains("Let A mail program in?", fourth.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_a_browser_waits_for_its_user()
    {
        string user = await NewUserAsync();
        using var program = new PageBrowser(server.Http);
        var (_, start) = await program.CallAsync("/oauth2/device_authorization", null, ("client_id", "mutt"), ("scope", "mail"));
        (string, string)[] poll = [("client_id", "mutt"), ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", Text(start, "device_code"))];
        Assert.Equal("authorization_pending", Text((await program.CallAsync("/oauth2/token", null, poll)).Json, "error"));
        Assert.Equal("slow_down", Text((await program.CallAsync("/oauth2/token", null, poll)).Json, "error"));

        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, "/oauth2/device", user);
        await browser.SubmitAsync("/oauth2/device", ("user_code", "BBBB-BBBB"));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.SubmitAsync("/oauth2/device", ("user_code", Text(start, "user_code").ToLowerInvariant()));
        Assert.Contains("Let Mutt in?", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/device", ("decision", "allow"));
        Assert.Contains("Mutt is in", browser.Text, StringComparison.Ordinal);

        var (_, tokens) = await program.CallAsync("/oauth2/token", null, poll);
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuth2(user, Text(tokens, "access_token")));
        Assert.Equal("expired_token", Text((await program.CallAsync("/oauth2/token", null, poll)).Json, "error"));
    }

    [Fact]
    public async Task Tokens_are_fetched_anew_and_a_copied_one_ends_them_all()
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        var first = await CodeFlowAsync(browser, user);
        var second = await RefreshAsync(browser, first);
        var third = await RefreshAsync(browser, second);
        string access = Text(third, "access_token");
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuthBearer(user, access));

        Assert.Equal("invalid_grant", Text(await RefreshAsync(browser, first), "error"));
        Assert.Equal("invalid_grant", Text(await RefreshAsync(browser, third), "error"));
        await RefusedAsync(user, access);
    }

    [Fact]
    public async Task A_code_that_comes_twice_ends_what_came_of_it()
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        string code = await AllowAsync(browser);
        string access = Text(await RedeemAsync(browser, code), "access_token");
        Assert.Equal("invalid_grant", Text(await RedeemAsync(browser, code), "error"));
        await RefusedAsync(user, access);
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("session")]
    [InlineData("disable")]
    [InlineData("password")]
    [InlineData("page")]
    public async Task What_is_taken_back_opens_nothing_and_ends_what_it_opened(string how)
    {
        string user = await NewUserAsync();
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

        await RefusedAsync(user, access);
        Assert.Equal("invalid_grant", Text(await RefreshAsync(browser, tokens), "error"));
        await Eventually.IsTrueAsync(
            async () => await Record.ExceptionAsync(() => open.NoOpAsync()) is ServiceNotConnectedException or IOException or ImapProtocolException or SocketException, "the session ends", TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Users_look_after_their_password_and_second_factor_themselves()
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, "/oauth2/account", user);
        await browser.SubmitAsync("/oauth2/account/factor", ("code", await AuthenticatorAsync(browser.Text)));
        Assert.Contains("Keep these codes", browser.Text, StringComparison.Ordinal);
        Assert.Contains("on since", await server.CliAsync(["account", "totp", "show", user]), StringComparison.Ordinal);

        await browser.GetAsync("/oauth2/account");
        await browser.SubmitAsync("/oauth2/account/password", ("present", "wrong"), ("new", "geese on the lake"), ("again", "geese on the lake"));
        Assert.Contains("present password is wrong", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/account/password", ("present", "secret"), ("new", "password2026!!"), ("again", "password2026!!"));
        Assert.Contains("guessed too soon", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/account/password", ("present", "secret"), ("new", "geese on the lake"), ("again", "geese on the lake"));
        Assert.Contains("Your password is changed", browser.Text, StringComparison.Ordinal);
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismPlain(user, "geese on the lake"));
        await browser.GetAsync("/oauth2/account");
        Assert.Contains("Sign in to", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_password_signs_nobody_in_here()
    {
        string user = await NewUserAsync();
        string app = (await server.CliAsync(["app-password", "add", user, "phone"])).Trim();
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Ask());
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", app));
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
    }

    [Fact]
    public async Task Forms_of_other_pages_do_nothing_and_pages_run_no_script()
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        string policy = Assert.Single(browser.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:34567;", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(browser.Headers.GetValues("X-Frame-Options")));
        Assert.DoesNotContain("<script", browser.Text, StringComparison.OrdinalIgnoreCase);

        await browser.PostAsync(Ask(), KeyValuePair.Create("decision", "allow"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.PostAsync(Ask(), KeyValuePair.Create("decision", "allow"), KeyValuePair.Create("form", new string('A', 43)));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.PostAsync("/oauth2/account/program", KeyValuePair.Create("grant", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task A_form_leads_to_no_other_place()
    {
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Ask());
        string form = FormToken().Match(browser.Text).Groups[1].Value;
        foreach (string next in (string[])["https://evil.test/", "//evil.test/", "/oauth2/authorize", "/\\evil.test"])
        {
            await browser.PostAsync("/oauth2/sign-in", KeyValuePair.Create("form", form), KeyValuePair.Create("next", next), KeyValuePair.Create("address", "bob@example.test"), KeyValuePair.Create("password", "secret"));
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        }
    }

    [Theory]
    [InlineData("client_id", "nobody", null)]
    [InlineData("client_id", "<script>alert(1)</script>", null)]
    [InlineData("redirect_uri", "https://evil.test/", null)]
    [InlineData("redirect_uri", "http://127.0.0.1.evil.test/", null)]
    [InlineData("redirect_uri", "http://127.0.0.1@evil.test/", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:1/#x", null)]
    [InlineData("redirect_uri", "javascript:alert(1)", null)]
    [InlineData("redirect_uri", "", null)]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("prompt", "none", "interaction_required")]
    public async Task A_wrong_request_goes_no_further(string field, string value, string? told)
    {
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Ask((field, value)));
        if (told is null)
        {
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Null(browser.Location);
            Assert.DoesNotContain("<script>", browser.Text, StringComparison.Ordinal);
            return;
        }
        var answer = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.Equal((told, "a state", "https://mail.example.test"), (answer["error"], answer["state"], answer["iss"]));
        Assert.StartsWith(Back, browser.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_verifier", "another-secret-of-a-program-that-has-43-characters-too")]
    [InlineData("code_verifier", "short")]
    [InlineData("redirect_uri", "http://127.0.0.1:34568/done")]
    [InlineData("client_id", "thunderbird")]
    [InlineData("code", "c.AAAAAAAAAAAAAAAAAAAAAA.0.AAAA")]
    public async Task A_stolen_code_opens_nothing(string field, string value)
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        Assert.Equal("invalid_grant", Text(await RedeemAsync(browser, await AllowAsync(browser), (field, value)), "error"));
    }

    [Fact]
    public async Task A_user_who_says_no_is_sent_back_with_it()
    {
        string user = await NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        await browser.SubmitAsync("/oauth2/authorize", ("decision", "deny"));
        Assert.Equal("access_denied", HttpUtility.ParseQueryString(new Uri(browser.Location!).Query)["error"]);
    }

    [Fact]
    public async Task Programs_find_out_where_everything_is_and_others_can_check_tokens()
    {
        string user = await NewUserAsync();
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
        Assert.Null(key["d"]);
    }

    [Fact]
    public async Task Administrators_look_into_tokens_and_others_do_not()
    {
        string admin = await NewUserAsync();
        string user = await NewUserAsync();
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

    private async Task<string> NewUserAsync()
    {
        string user = $"user{Interlocked.Increment(ref last)}@example.test";
        await server.AddAccountAsync(user);
        return user;
    }

    private static string Ask(params (string Name, string Value)[] changes)
    {
        var query = new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = "mail",
            ["redirect_uri"] = Back,
            ["state"] = "a state",
            ["scope"] = "mail",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Secret))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            query[name] = value;
        return "/oauth2/authorize?" + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }

    private static async Task SignInAsync(PageBrowser browser, string page, string user)
    {
        await browser.GetAsync(page);
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", "secret"));
        Assert.Equal(HttpStatusCode.SeeOther, browser.Status);
        await browser.FollowAsync();
    }

    private static async Task<string> AllowAsync(PageBrowser browser)
    {
        await browser.SubmitAsync("/oauth2/authorize", ("decision", "allow"));
        Assert.StartsWith(Back, browser.Location, StringComparison.Ordinal);
        var answer = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.Equal(("a state", "https://mail.example.test"), (answer["state"], answer["iss"]));
        return answer["code"]!;
    }

    private static async Task<JsonObject> RedeemAsync(PageBrowser program, string code, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = "mail", ["code"] = code, ["redirect_uri"] = Back, ["code_verifier"] = Secret };
        foreach (var (name, value) in changes)
            fields[name] = value;
        return (await program.CallAsync("/oauth2/token", null, [.. fields.Select(pair => (pair.Key, pair.Value))])).Json;
    }

    private static async Task<JsonObject> CodeFlowAsync(PageBrowser browser, string user)
    {
        await SignInAsync(browser, Ask(), user);
        return await RedeemAsync(browser, await AllowAsync(browser));
    }

    private static async Task<JsonObject> RefreshAsync(PageBrowser program, JsonObject tokens) =>
        (await program.CallAsync("/oauth2/token", null, ("grant_type", "refresh_token"), ("client_id", "mail"), ("refresh_token", Text(tokens, "refresh_token")))).Json;

    /// <summary>What an authenticator that others wrote shows.</summary>
    private static async Task<string> AuthenticatorAsync(string page) => (await CommandLine.SucceedAsync("oathtool", ["--totp", "--base32", SecretText().Match(page).Groups[1].Value])).Trim();

    private static string Text(JsonObject json, string name) => (string?)json[name] ?? throw new InvalidOperationException($"No {name} in {json.ToJsonString()}");

    private static async Task LogInAsync(MailService client, int port, SaslMechanism mechanism)
    {
        using (client)
        {
            client.ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.SslOnConnect);
            await client.AuthenticateAsync(mechanism);
            await client.DisconnectAsync(true);
        }
    }

    private async Task RefusedAsync(string user, string access)
    {
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuthBearer(user, access)));
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync(new SmtpClient(), server.Submissions, new SaslMechanismOAuth2(user, access)));
    }

    [GeneratedRegex("secret=([A-Z2-7]{32})")]
    private static partial Regex SecretText();

    [GeneratedRegex("(?m)^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("name=\"form\" value=\"([^\"]*)\"")]
    private static partial Regex FormToken();

    /// <summary>One server for all of these, with nothing configured.</summary>
    public sealed class Host : IAsyncLifetime
    {
        public AetherServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await AetherServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
