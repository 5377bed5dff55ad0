using Microsoft.Extensions.Logging;

namespace Aether.Identity.Tokens;

/// <summary>
/// Checks signed access tokens of one provider: signature by an algorithm of the configuration, issuer, audience, times.
/// RFC 7519, RFC 9068 §4, RFC 8725. Case A05.
/// </summary>
public sealed partial class JwtVerifier : ITokenVerifier, IDisposable
{
    private readonly TokenOptions options;
    private readonly ITokenKeys keys;
    private readonly TimeProvider clock;
    private readonly ILogger<JwtVerifier> logger;

    /// <summary>Of another provider: its keys are found by its discovery document.</summary>
    public JwtVerifier(TokenOptions options, TimeProvider clock, ILogger<JwtVerifier> logger)
        : this(options, new ProviderKeys(options.Issuer, ProviderHttp.NewClient(), clock, logger), clock, logger)
    {
    }

    internal JwtVerifier(TokenOptions options, ITokenKeys keys, TimeProvider clock, ILogger<JwtVerifier> logger) => (this.options, this.keys, this.clock, this.logger) = (options, keys, clock, logger);

    public async ValueTask<TokenVerdict> VerifyAsync(string token, CancellationToken ct)
    {
        var verdict = JsonWebToken.TryParse(token, out var parsed) ? await CheckAsync(parsed!, ct) : TokenVerdict.Bad("it is no signed token");
        if (verdict.Status is not TokenStatus.Good)
            LogRefused(logger, verdict.Reason);
        return verdict;
    }

    /// <summary>Keys that others share are theirs.</summary>
    public void Dispose() => (keys as ProviderKeys)?.Dispose();

    private async ValueTask<TokenVerdict> CheckAsync(JsonWebToken token, CancellationToken ct)
    {
        // RFC 8725 §3.1: the configuration says which algorithms there are, never the token. "none" and MACs are not among them.
        if (!options.Algorithms.Contains(token.Algorithm))
            return TokenVerdict.Bad("its algorithm is not taken");
        if (await keys.FindAsync(token.KeyId, ct) is not { } candidates)
            return new TokenVerdict(TokenStatus.Unavailable, Reason: "the keys of its issuer are not to be had");
        if (!candidates.Any(key => key.Verifies(token.Algorithm, token.Signed, token.Signature)))
            return TokenVerdict.Bad("no key of its issuer signed it");
        return CheckClaims(token);
    }

    private TokenVerdict CheckClaims(JsonWebToken token)
    {
        if (token.Text("iss") != options.Issuer)
            return TokenVerdict.Bad("it is of another issuer");
        if (!token.Has("aud", options.Audience))
            return TokenVerdict.Bad("it is for another audience");
        // RFC 9068 §4: an ID token proves a sign-in to its client, and opens nothing here.
        if (token.Type.Length > 0 && !IsAccessType(token.Type))
            return TokenVerdict.Bad("it is of another type");
        if (token.Claims.TryGetProperty("nonce", out _) || token.Claims.TryGetProperty("at_hash", out _) || token.Claims.TryGetProperty("c_hash", out _))
            return TokenVerdict.Bad("it is an ID token");
        double now = clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        if (token.Seconds("nbf") is { } start && now + options.Skew.TotalSeconds < start)
            return TokenVerdict.Bad("it is not good yet");
        if (token.Seconds("exp") is not { } end)
            return TokenVerdict.Bad("it never ends");
        if (now - options.Skew.TotalSeconds >= end)
            return new TokenVerdict(TokenStatus.Expired, Reason: "it has ended");
        if (token.Text(options.Claim) is not { Length: > 0 } user)
            return TokenVerdict.Bad("it names no user");
        return options.Claim is "email" && token.Claims.TryGetProperty("email_verified", out var verified) && verified.ValueKind is System.Text.Json.JsonValueKind.False
            ? TokenVerdict.Bad("its address was not verified")
            : TokenVerdict.Good(user);
    }

    private static bool IsAccessType(string type) =>
        type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase) || type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(2022, LogLevel.Information, "Token refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
