using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Aether.Testing.Stores;

namespace Aether.Testing.Servers;

/// <summary>
/// oidc-provider of npm, a certified OpenID provider that others wrote, on a free port of the loopback address. Anybody signs in as whomever he says; tokens
/// come as signed JWTs or as text that only the provider can read, for the audience <c>aether</c> or for another.
/// </summary>
public sealed partial class OidcProviderServer : IAsyncDisposable
{
    public const string ClientId = "aether";
    public const string ClientSecret = "a secret, that: needs = encoding & more";
    public const string Audience = "aether";

    private const string Back = "http://127.0.0.1:34567/done";

    /// <summary>As docs/security/oidc.md has it, but that a resource says what its tokens are like: <c>urn:AUDIENCE:FORMAT</c>.</summary>
    private const string Script = """
        import { generateKeyPairSync } from 'node:crypto';
        import { existsSync, readFileSync, writeFileSync } from 'node:fs';
        const [,, modules, port, secret, file] = process.argv;
        const { Provider } = await import(modules + '/oidc-provider/lib/index.js');
        if (!existsSync(file))
            writeFileSync(file, JSON.stringify(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })));
        const key = JSON.parse(readFileSync(file));
        const provider = new Provider(`http://127.0.0.1:${port}`, {
            clients: [
                { client_id: 'program', application_type: 'native', token_endpoint_auth_method: 'none', redirect_uris: ['http://127.0.0.1:34567/done'] },
                { client_id: 'aether', client_secret: secret, redirect_uris: [], grant_types: [], response_types: [] },
            ],
            jwks: { keys: [{ ...key, alg: 'RS256', use: 'sig' }] },
            cookies: { keys: ['of this test'] },
            findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, email: id }) }),
            extraTokenClaims: (ctx, token) => ({ email: token.accountId }),
            features: {
                devInteractions: { enabled: true },
                introspection: { enabled: true },
                revocation: { enabled: true },
                resourceIndicators: {
                    enabled: true,
                    useGrantedResource: () => true,
                    getResourceServerInfo: (ctx, resource) => ({ scope: 'mail', audience: resource.split(':')[1], accessTokenFormat: resource.split(':')[2], accessTokenTTL: 600 }),
                },
            },
        });
        provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
        """;

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePorts.Take(1)[0];
    private readonly StringBuilder log = new();
    private Process? process;

    private OidcProviderServer()
    {
    }

    public string Issuer => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    public static async Task<OidcProviderServer> StartAsync()
    {
        var server = new OidcProviderServer();
        await File.WriteAllTextAsync(server.folder.File("provider.mjs"), Script);
        await server.RunAsync();
        return server;
    }

    /// <summary>Starts it again; it knows no opaque token of before.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await RunAsync();
    }

    /// <summary>Gives it another signing key.</summary>
    public Task RotateAsync()
    {
        File.Delete(folder.File("key.json"));
        return RestartAsync();
    }

    /// <summary>Ends it.</summary>
    public async Task StopAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process?.Dispose();
        process = null;
    }

    /// <summary>Fetches an access token as a program does: by code and PKCE, with a user who signs in and agrees. RFC 6749 §4.1, RFC 8707.</summary>
    /// <param name="format"><c>jwt</c> or <c>opaque</c>.</param>
    public async Task<string> FetchTokenAsync(string user, string format, string audience = Audience)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(Issuer) };
        string secret = RandomNumberGenerator.GetHexString(64);
        string challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
        string resource = $"urn:{audience}:{format}";
        string ask = $"/auth?response_type=code&client_id=program&redirect_uri={Uri.EscapeDataString(Back)}&scope=openid%20mail&resource={Uri.EscapeDataString(resource)}&code_challenge_method=S256&code_challenge={challenge}";
        string code = HttpUtility.ParseQueryString(new Uri(await AgreeAsync(http, ask, user)).Query)["code"] ?? throw new InvalidOperationException("The provider gave no code.");
        using var answer = await http.PostAsync("/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "program",
            ["redirect_uri"] = Back,
            ["code"] = code,
            ["code_verifier"] = secret,
            ["resource"] = resource,
        }));
        string text = await answer.Content.ReadAsStringAsync();
        return (string?)JsonNode.Parse(text)!["access_token"] ?? throw new InvalidOperationException($"The provider gave no token: {text}");
    }

    /// <summary>Gives a token back. RFC 7009.</summary>
    public async Task RevokeAsync(string token)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(Issuer + "/token/revocation", new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = "program", ["token"] = token }));
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    /// <summary>A browser whose user signs in and agrees.</summary>
    /// <returns>Where it is sent in the end.</returns>
    private static async Task<string> AgreeAsync(HttpClient http, string page, string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, page);
        for (int i = 0; i < 20; i++)
        {
            using var answer = await http.SendAsync(request);
            request.Dispose();
            if (answer.Headers.Location is { } next)
            {
                if (next.OriginalString.StartsWith(Back, StringComparison.Ordinal))
                    return next.OriginalString;
                request = new HttpRequestMessage(HttpMethod.Get, next);
                continue;
            }
            string text = await answer.Content.ReadAsStringAsync();
            var form = Form().Match(text);
            if (!form.Success || Prompt().Match(text) is not { Success: true } prompt)
                throw new InvalidOperationException($"The provider shows another page than expected: {(int)answer.StatusCode}\n{text}");
            request = new HttpRequestMessage(HttpMethod.Post, WebUtility.HtmlDecode(form.Groups[1].Value))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["prompt"] = prompt.Groups[1].Value, ["login"] = user, ["password"] = "any" }),
            };
        }
        throw new InvalidOperationException("The provider goes round in circles.");
    }

    private async Task RunAsync()
    {
        var start = new ProcessStartInfo("node", [folder.File("provider.mjs"), NodePackages.Folder, port.ToString(CultureInfo.InvariantCulture), ClientSecret, folder.File("key.json")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        log.Clear();
        process = Process.Start(start)!;
        process.ErrorDataReceived += Add;
        process.OutputDataReceived += Add;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await Eventually.IsTrueAsync(() => process.HasExited ? throw new InvalidOperationException($"oidc-provider ended:\n{Log()}") : Log().Contains("listening", StringComparison.Ordinal), "oidc-provider listens");
    }

    private string Log()
    {
        lock (log)
            return log.ToString();
    }

    private void Add(object _, DataReceivedEventArgs line)
    {
        lock (log)
            log.AppendLine(line.Data);
    }

    [GeneratedRegex("""<form[^>]* action="([^"]*)"[^>]*>""")]
    private static partial Regex Form();

    [GeneratedRegex("""name="prompt" value="([^"]*)""")]
    private static partial Regex Prompt();
}
