using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Aether.Testing.Clients;
using MailKit;
using MailKit.Security;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>The steps of a program and its user before the authorization server.</summary>
internal static class OauthFlow
{
    /// <summary>Where the program waits for its user to come back.</summary>
    public const string Back = "http://127.0.0.1:34567/done";

    private const string Secret = "a-secret-of-the-program-that-has-43-characters-and-more";

    public static string Ask(params (string Name, string Value)[] changes)
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

    public static async Task SignInAsync(PageBrowser browser, string page, string user)
    {
        await browser.GetAsync(page);
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", "secret"));
        Assert.Equal(HttpStatusCode.SeeOther, browser.Status);
        await browser.FollowAsync();
    }

    public static async Task<string> AllowAsync(PageBrowser browser)
    {
        await browser.SubmitAsync("/oauth2/authorize", ("decision", "allow"));
        Assert.StartsWith(Back, browser.Location, StringComparison.Ordinal);
        var answer = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.Equal(("a state", "https://mail.example.test"), (answer["state"], answer["iss"]));
        return answer["code"]!;
    }

    public static async Task<JsonObject> RedeemAsync(PageBrowser program, string code, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["client_id"] = "mail", ["code"] = code, ["redirect_uri"] = Back, ["code_verifier"] = Secret };
        foreach (var (name, value) in changes)
            fields[name] = value;
        return (await program.CallAsync("/oauth2/token", null, [.. fields.Select(pair => (pair.Key, pair.Value))])).Json;
    }

    public static async Task<JsonObject> CodeFlowAsync(PageBrowser browser, string user)
    {
        await SignInAsync(browser, Ask(), user);
        return await RedeemAsync(browser, await AllowAsync(browser));
    }

    public static async Task<JsonObject> RefreshAsync(PageBrowser program, JsonObject tokens) =>
        (await program.CallAsync("/oauth2/token", null, ("grant_type", "refresh_token"), ("client_id", "mail"), ("refresh_token", Text(tokens, "refresh_token")))).Json;

    public static string Text(JsonObject json, string name) => (string?)json[name] ?? throw new InvalidOperationException($"No {name} in {json.ToJsonString()}");

    public static async Task LogInAsync(MailService client, int port, SaslMechanism mechanism)
    {
        using (client)
        {
            client.ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.SslOnConnect);
            await client.AuthenticateAsync(mechanism);
            await client.DisconnectAsync(true);
        }
    }
}
