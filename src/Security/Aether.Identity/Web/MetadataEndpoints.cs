using System.Text.Json.Nodes;
using Aether.Identity.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>What programs read first: where everything is, and what there is. RFC 8414, RFC 7517.</summary>
internal static class MetadataEndpoints
{
    public static void MapMetadata(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/oauth-authorization-server", Describe);
        routes.MapGet("/.well-known/openid-configuration", Describe); // where RFC 7628 §3.2.2 sends mail programs
    }

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jwks", KeysAsync);
        routes.MapGet("/style.css", static (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "max-age=86400";
            return Results.Text(Page.Style, "text/css");
        });
    }

    private static IResult Describe(WebTools tools)
    {
        string issuer = tools.Grants.Options.Issuer;
        var document = new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = issuer + "/oauth2/authorize",
            ["token_endpoint"] = issuer + "/oauth2/token",
            ["device_authorization_endpoint"] = issuer + "/oauth2/device_authorization",
            ["revocation_endpoint"] = issuer + "/oauth2/revoke",
            ["introspection_endpoint"] = issuer + "/oauth2/introspect",
            ["jwks_uri"] = issuer + "/oauth2/jwks",
            ["scopes_supported"] = RegisterEndpoints.List([OauthOptions.Scope]),
            ["response_types_supported"] = RegisterEndpoints.List(["code"]),
            ["response_modes_supported"] = RegisterEndpoints.List(["query"]),
            ["grant_types_supported"] = RegisterEndpoints.List(["authorization_code", "refresh_token", TokenEndpoints.DeviceGrant]),
            ["token_endpoint_auth_methods_supported"] = RegisterEndpoints.List(["none"]),
            ["revocation_endpoint_auth_methods_supported"] = RegisterEndpoints.List(["none"]),
            ["code_challenge_methods_supported"] = RegisterEndpoints.List(["S256"]),
            ["authorization_response_iss_parameter_supported"] = true,
        };
        if (tools.Grants.Options.Registration)
            document["registration_endpoint"] = issuer + "/oauth2/register";
        return WebAnswers.Json(document);
    }

    private static async Task<IResult> KeysAsync(KeyRing keys, CancellationToken ct) => WebAnswers.Json(new JsonObject
    {
        ["keys"] = new JsonArray([.. (await keys.PublicAsync(ct)).Select(static key => new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["use"] = "sig", ["alg"] = KeyRing.Algorithm, ["kid"] = key.Id, ["x"] = key.X, ["y"] = key.Y,
        })]),
    });
}
