using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aether.Tls.Acme;

/// <summary>Speaks with one authority: signs, carries nonces along, explains refusals. RFC 8555 §6.</summary>
internal sealed class AcmeClient : IDisposable
{
    private const int MaxAnswer = 256 << 10;
    private const int Attempts = 10;

    private readonly AcmeOptions options;
    private readonly AcmeAccountKey key;
    private readonly HttpClient http;
    private AcmeAnswer? directory;
    private Uri? account;
    private string? nonce;

    public AcmeClient(AcmeOptions options, AcmeAccountKey key)
    {
        (this.options, this.key) = (options, key);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
        if (options.Roots.Count > 0)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(options.Roots) };
        http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MaxAnswer };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Aether-Mailer", "0.1")); // §6.1
    }

    /// <summary>One of the places that the authority's directory names. §7.1.1.</summary>
    /// <returns>Null when it has none of that name.</returns>
    public async Task<Uri?> PlaceAsync(string name, CancellationToken ct)
    {
        directory ??= await GetAsync(options.Directory, ct);
        return Uri.TryCreate(directory[name], UriKind.Absolute, out var place) ? place : null;
    }

    /// <summary>Makes the account of this key, or finds it. §7.3.</summary>
    public async Task LoginAsync(CancellationToken ct)
    {
        var place = await PlaceAsync("newAccount", ct) ?? throw new AcmeException($"{options.Directory} is no directory of an ACME authority.");
        var request = new JsonObject { ["termsOfServiceAgreed"] = true };
        if (options.Email.Length > 0)
            request["contact"] = new JsonArray("mailto:" + options.Email);
        if (options.Binding is var (keyId, macKey))
            request["externalAccountBinding"] = key.Bind(place, keyId, macKey);
        account = (await PostAsync(place, request, ct)).Location ?? throw new AcmeException("The authority made no account.");
    }

    /// <summary>Asks for something, signed. §6.3.</summary>
    public Task<AcmeAnswer> AskAsync(Uri place, CancellationToken ct) => PostAsync(place, null, ct);

    /// <exception cref="AcmeException">It was refused.</exception>
    public async Task<AcmeAnswer> PostAsync(Uri place, JsonNode? payload, CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await PostOnceAsync(place, payload, ct);
            }
            catch (AcmeException refused) when (refused.Type.EndsWith(":badNonce", StringComparison.Ordinal) && attempt < Attempts)
            {
                // §6.5: its answer brought a new one.
            }
        }
    }

    public async Task<AcmeAnswer> GetAsync(Uri place, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, place);
        return await SendAsync(request, ct);
    }

    public void Dispose() => http.Dispose();

    private async Task<AcmeAnswer> PostOnceAsync(Uri place, JsonNode? payload, CancellationToken ct)
    {
        string fresh = Interlocked.Exchange(ref nonce, null) ?? await NonceAsync(ct);
        using var content = new StringContent(key.Sign(place, fresh, account, payload), Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jose+json"); // without a charset: some authorities compare
        using var request = new HttpRequestMessage(HttpMethod.Post, place) { Content = content };
        return await SendAsync(request, ct);
    }

    private async Task<string> NonceAsync(CancellationToken ct)
    {
        var place = await PlaceAsync("newNonce", ct) ?? throw new AcmeException($"{options.Directory} is no directory of an ACME authority.");
        using var request = new HttpRequestMessage(HttpMethod.Head, place);
        await SendAsync(request, ct);
        return Interlocked.Exchange(ref nonce, null) ?? throw new AcmeException("The authority gives no nonces.");
    }

    private async Task<AcmeAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var answer = await http.SendAsync(request, ct);
            if (answer.Headers.TryGetValues("Replay-Nonce", out var nonces))
                nonce = nonces.First();
            string text = await answer.Content.ReadAsStringAsync(ct);
            var body = answer.Content.Headers.ContentType?.MediaType?.Contains("json", StringComparison.Ordinal) is true ? JsonDocument.Parse(text).RootElement.Clone() : AcmeAnswer.Nothing;
            var parsed = new AcmeAnswer(answer.Headers.Location, body, text);
            return answer.IsSuccessStatusCode ? parsed : throw Explain(request.RequestUri!, (int)answer.StatusCode, parsed);
        }
        catch (Exception away) when (away is HttpRequestException or JsonException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new AcmeException($"{request.RequestUri!.Host} does not answer as an ACME authority does: {away.Message}", "", away);
        }
    }

    /// <summary>RFC 8555 §6.7: problem documents.</summary>
    private static AcmeException Explain(Uri place, int status, AcmeAnswer answer) =>
        new($"{place.Host} answered {status}: {(answer["detail"] is { Length: > 0 } detail ? detail : answer["type"])}", answer["type"]);

    private static X509ChainPolicy PolicyOf(IReadOnlyList<string> roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (string root in roots)
            policy.CustomTrustStore.ImportFromPemFile(root);
        return policy;
    }
}
