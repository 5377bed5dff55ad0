using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Tokens;

/// <summary>Asks a provider about tokens that only it can read. RFC 7662. What can't be asked now is no refusal.</summary>
/// <param name="clientId">As whom it is asked.</param>
public sealed partial class IntrospectionVerifier(TokenOptions options, string clientId, string clientSecret, TimeProvider clock, ILogger<IntrospectionVerifier> logger) : ITokenVerifier, IDisposable
{
    private const int MaxDocument = 64 << 10;
    private const int MaxDepth = 8;

    /// <summary>Where to ask is looked up again after that.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly HttpClient http = ProviderHttp.NewClient();
    private (Uri Place, DateTimeOffset Found)? known;

    public async ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken ct)
    {
        // RFC 6750 §2.1, and a bound on what is passed on.
        if (token.Length is 0 or > JsonWebToken.MaxLength)
            return TokenVerdict.Bad("it is no token");
        TokenVerdict verdict;
        try
        {
            verdict = Judge(await AskAsync(token, ct));
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException or InvalidDataException or InvalidOperationException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogAway(logger, options.Issuer, away.Message);
            verdict = new TokenVerdict(TokenStatus.Unavailable, Reason: "its provider can't be asked");
        }
        if (verdict.Status is not TokenStatus.Good)
            LogRefused(logger, verdict.Reason);
        return verdict;
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> AskAsync(string token, CancellationToken ct)
    {
        if (known is not { } place || clock.GetUtcNow() - place.Found >= Fresh)
        {
            var discovery = await ReadAsync(new HttpRequestMessage(HttpMethod.Get, options.Issuer.TrimEnd('/') + "/.well-known/openid-configuration"), ct);
            if (TextOf(discovery, "issuer") != options.Issuer || !Uri.TryCreate(TextOf(discovery, "introspection_endpoint"), UriKind.Absolute, out var endpoint) || !(endpoint.Scheme == Uri.UriSchemeHttps || endpoint.IsLoopback))
                throw new InvalidDataException("its discovery document names another issuer, or no safe place to ask about tokens");
            known = place = (endpoint, clock.GetUtcNow());
        }
        var request = new HttpRequestMessage(HttpMethod.Post, place.Place) { Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]) };
        // RFC 6749 §2.3.1: both are encoded as in a form, and then as Basic wants it.
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}")));
        return await ReadAsync(request, ct);
    }

    private TokenVerdict Judge(JsonElement answer)
    {
        if (!answer.TryGetProperty("active", out var active) || active.ValueKind is not JsonValueKind.True)
            return new TokenVerdict(TokenStatus.Expired, Reason: "its provider says that it is not good"); // RFC 7662 §2.2 does not tell ended ones from others
        if (TextOf(answer, "iss") is { Length: > 0 } issuer && issuer != options.Issuer)
            return TokenVerdict.Bad("it is of another issuer");
        if (!JsonWebToken.Has(answer, "aud", options.Audience))
            return TokenVerdict.Bad("it is for another audience");
        double now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (answer.TryGetProperty("exp", out var end) && end.ValueKind is JsonValueKind.Number && now - options.Skew.TotalSeconds >= end.GetDouble())
            return new TokenVerdict(TokenStatus.Expired, Reason: "it has ended");
        return TextOf(answer, options.Claim) is { Length: > 0 } user ? TokenVerdict.Good(user) : TokenVerdict.Bad("it names no user");
    }

    private async Task<JsonElement> ReadAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync(MaxDocument, ct);
            await using var stream = await answer.Content.ReadAsStreamAsync(ct);
            using var document = await JsonDocument.ParseAsync(stream, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }, ct);
            return document.RootElement.ValueKind is JsonValueKind.Object && JsonText.IsWhole(document.RootElement) ? document.RootElement.Clone() : throw new InvalidDataException("its answer is no object");
        }
    }

    private static string? TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(2024, LogLevel.Warning, "{Issuer} can't be asked about a token: {Reason}")]
    private static partial void LogAway(ILogger logger, string issuer, string reason);

    [LoggerMessage(2025, LogLevel.Information, "Token refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
