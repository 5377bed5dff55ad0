using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aether.Storage.Grants;

namespace Aether.Identity.Grants;

/// <summary>Makes our access tokens: signed, short-lived, each of one grant. RFC 9068 §2.</summary>
public sealed class AccessTokens(KeyRing keys, OauthOptions options, TimeProvider clock)
{
    /// <summary>The claim that names the grant; the store decides whether it still holds.</summary>
    internal const string GrantClaim = "grant";

    /// <summary>The claim that holds the address of the account.</summary>
    internal const string AddressClaim = "email";

    private const string Type = "at+jwt";

    internal async Task<string> CreateAsync(GrantState state, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = options.Issuer,
            ["aud"] = OauthOptions.Audience,
            ["sub"] = state.Address,
            [AddressClaim] = state.Address,
            ["client_id"] = state.Grant.Client,
            ["scope"] = OauthOptions.Scope,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + options.AccessToken).ToUnixTimeSeconds(),
            ["jti"] = RandomNumberGenerator.GetHexString(20, lowercase: true),
            [GrantClaim] = state.Grant.Id,
        };
        var (content, signature) = await keys.SignAsync(id => $"{Encode(new JsonObject { ["alg"] = KeyRing.Algorithm, ["kid"] = id, ["typ"] = Type })}.{Encode(claims)}", ct);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
