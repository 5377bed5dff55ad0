using System.Text;
using System.Text.Json.Nodes;
using Aether.Identity.Tokens;
using Aether.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aether.Identity.Tests.Tokens;

/// <summary>Tokens that only their provider can read.</summary>
public sealed class IntrospectionVerifierTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly TokenProvider provider = new();
    private readonly IntrospectionVerifier verifier;

    public IntrospectionVerifierTests() =>
        verifier = new IntrospectionVerifier(new TokenOptions(provider.Issuer, "mail", "email", ["RS256"]), "aether:1", "s e", clock, NullLogger<IntrospectionVerifier>.Instance);

    public void Dispose()
    {
        verifier.Dispose();
        provider.Dispose();
    }

    [Fact]
    public async Task The_provider_is_asked_with_our_secret_and_says_whom_a_token_is_for()
    {
        string? asked = null;
        provider.Introspect = (authorization, token) =>
        {
            asked = Encoding.ASCII.GetString(Convert.FromBase64String(authorization["Basic ".Length..])) + " " + token;
            return Good();
        };
        Assert.Equal(TokenVerdict.Good("ann@example.test"), await verifier.VerifyAsync("opaque", default));
        Assert.Equal("aether%3A1:s%20e opaque", asked);
    }

    [Theory]
    [InlineData("active", "false", TokenStatus.Expired)]
    [InlineData("active", "\"true\"", TokenStatus.Expired)]
    [InlineData("aud", "\"calendar\"", TokenStatus.Bad)]
    [InlineData("aud", null, TokenStatus.Bad)]
    [InlineData("iss", "\"https://other.test\"", TokenStatus.Bad)]
    [InlineData("email", null, TokenStatus.Bad)]
    [InlineData("email", "[]", TokenStatus.Bad)]
    [InlineData("exp", "1000", TokenStatus.Expired)]
    public async Task What_is_not_for_us_opens_nothing(string name, string? value, TokenStatus status)
    {
        provider.Introspect = (_, _) =>
        {
            var answer = Good();
            answer[name] = value is null ? null : JsonNode.Parse(value);
            return answer;
        };
        Assert.Equal(status, (await verifier.VerifyAsync("opaque", default)).Status);
    }

    [Fact] // Case F16: away is not wrong.
    public async Task A_provider_that_is_away_or_talks_nonsense_is_no_refusal()
    {
        provider.ClaimedIssuer = "https://other.test";
        Assert.Equal(TokenStatus.Unavailable, (await verifier.VerifyAsync("opaque", default)).Status);
        provider.ClaimedIssuer = null;
        provider.IsBroken = true;
        Assert.Equal(TokenStatus.Unavailable, (await verifier.VerifyAsync("opaque", default)).Status);
        provider.IsBroken = false;
        provider.Introspect = (_, _) => new JsonObject { ["active"] = true, ["x"] = new string('x', 100_000) };
        Assert.Equal(TokenStatus.Unavailable, (await verifier.VerifyAsync("opaque", default)).Status);
        provider.Introspect = (_, _) => Good();
        Assert.Equal(TokenStatus.Good, (await verifier.VerifyAsync("opaque", default)).Status);
    }

    [Fact]
    public async Task Only_tokens_that_nobody_here_can_read_are_asked_about()
    {
        using var jwt = new JwtVerifier(new TokenOptions(provider.Issuer, "mail", "email", ["RS256"]), clock, NullLogger<JwtVerifier>.Instance);
        provider.Introspect = (_, token) => token is "opaque" ? Good() : throw new InvalidOperationException("It was readable.");
        var all = new IssuerVerifiers(new Dictionary<string, ITokenVerifier> { [provider.Issuer] = jwt }, verifier);
        Assert.Equal(TokenStatus.Good, (await all.VerifyAsync(provider.Token(clock.GetUtcNow()), default)).Status);
        Assert.Equal(TokenStatus.Bad, (await all.VerifyAsync(provider.Token(clock.GetUtcNow(), claims => claims["iss"] = "https://other.test"), default)).Status);
        Assert.Equal(TokenStatus.Good, (await all.VerifyAsync("opaque", default)).Status);
    }

    private JsonObject Good() => new() { ["active"] = true, ["iss"] = provider.Issuer, ["aud"] = new JsonArray("other", "mail"), ["email"] = "ann@example.test", ["exp"] = clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds() };
}
