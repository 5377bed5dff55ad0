using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Aether.Identity.Tokens;

/// <summary>
/// The keys of one provider, found by its discovery document (OpenID Connect Discovery 1.0 §4, RFC 8414), kept an hour and fetched anew when a
/// token names one that is not known. A provider that is away costs nothing while its keys are known.
/// </summary>
internal sealed partial class ProviderKeys(string issuer, HttpClient http, TimeProvider clock, ILogger logger) : ITokenKeys, IDisposable
{
    private const int MaxDocument = 256 << 10;
    private const int MaxKeys = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Past that, keys that could not be fetched again are believed no more.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    /// <summary>Tokens with invented key ids must not make us ask the provider all the time, nor one that is away.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim fetching = new(1);
    private IReadOnlyList<ProviderKey> keys = [];
    private DateTimeOffset fetched = DateTimeOffset.MinValue;

    /// <summary>When it was tried because the keys were old.</summary>
    private DateTimeOffset refreshed = DateTimeOffset.MinValue;

    /// <summary>When it was tried because a token named another key: a provider that changes its key just after we asked is asked again at once.</summary>
    private DateTimeOffset searched = DateTimeOffset.MinValue;

    /// <returns>The keys that may have signed; null when none can be had.</returns>
    public async ValueTask<IReadOnlyList<ProviderKey>?> FindAsync(string keyId, CancellationToken ct)
    {
        bool isOld = clock.GetUtcNow() - fetched >= Fresh;
        if (isOld || Matching(keyId).Count == 0)
            await FetchAsync(isOld, ct);
        return clock.GetUtcNow() - fetched < Stale ? Matching(keyId) : null;
    }

    public void Dispose()
    {
        fetching.Dispose();
        http.Dispose();
    }

    private IReadOnlyList<ProviderKey> Matching(string keyId) => [.. keys.Where(key => key.Use is "" or "sig" && (keyId.Length == 0 || key.KeyId == keyId))];

    private async Task FetchAsync(bool isOld, CancellationToken ct)
    {
        await fetching.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (now - (isOld ? refreshed : searched) < Pause)
                return; // another one has just asked
            if (isOld)
                refreshed = now;
            else
                searched = now;
            using var discovery = await ReadAsync(new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration"), ct);
            // Discovery §4.3: a document of somebody else is none.
            if (TextOf(discovery.RootElement, "issuer") != issuer || !Uri.TryCreate(TextOf(discovery.RootElement, "jwks_uri"), UriKind.Absolute, out var place) || !IsSafe(place))
                throw new InvalidDataException("its discovery document names another issuer, or no safe place of its keys");
            using var set = await ReadAsync(place, ct);
            if (!set.RootElement.TryGetProperty("keys", out var list) || list.ValueKind is not JsonValueKind.Array)
                throw new InvalidDataException("its key set has no keys");
            keys = [.. list.EnumerateArray().Take(MaxKeys).Select(ProviderKey.TryRead).OfType<ProviderKey>()];
            fetched = clock.GetUtcNow();
            LogFetched(logger, issuer, keys.Count);
        }
        catch (Exception away) when (away is HttpRequestException or IOException or JsonException or InvalidDataException or InvalidOperationException || (away is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogAway(logger, issuer, away.Message);
        }
        finally
        {
            fetching.Release();
        }
    }

    /// <summary>https, or this machine.</summary>
    internal static bool IsSafe(Uri place) => place.Scheme == Uri.UriSchemeHttps || (place.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(place.Host, out var address) && IPAddress.IsLoopback(address));

    private async Task<JsonDocument> ReadAsync(Uri place, CancellationToken ct)
    {
        using var answer = await http.GetAsync(place, HttpCompletionOption.ResponseHeadersRead, ct);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var octets = new byte[MaxDocument + 1];
        int length = await body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, ct);
        return length <= MaxDocument ? JsonDocument.Parse(octets.AsMemory(0, length)) : throw new InvalidDataException("its answer is too long");
    }

    private static string TextOf(JsonElement element, string name) => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    [LoggerMessage(2020, LogLevel.Information, "Fetched {Count} keys of {Issuer}")]
    private static partial void LogFetched(ILogger logger, string issuer, int count);

    [LoggerMessage(2021, LogLevel.Warning, "The keys of {Issuer} can't be fetched: {Reason}")]
    private static partial void LogAway(ILogger logger, string issuer, string reason);
}
