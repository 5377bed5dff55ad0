using System.Text.Json.Nodes;
using Aether.Identity.Grants;
using Aether.Identity.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>Tells administrators, and services that act for them, what a token is. RFC 7662.</summary>
internal static class IntrospectEndpoints
{
    private const string Scheme = "Bearer ";

    public static void MapIntrospect(this IEndpointRouteBuilder routes) => routes.MapPost("/introspect", IntrospectAsync);

    private static async Task<IResult> IntrospectAsync(HttpContext context, WebTools tools, RoleService roles, CancellationToken ct)
    {
        // RFC 7662 §2.1: who asks has to show that he may, or anybody could try tokens here.
        string authorization = context.Request.Headers.Authorization.ToString();
        var asker = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? await tools.Grants.InspectAsync(authorization[Scheme.Length..], ct) : null;
        if (asker is not { Kind: "access_token" } || !await roles.MayAsync(asker.Address, Permission.ReadSessions, null, ct))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return WebAnswers.Error("invalid_token", status: StatusCodes.Status401Unauthorized);
        }
        var form = await Fields.OfFormAsync(context.Request, ct);
        if (form.IsBroken || form["token"].Length == 0)
            return WebAnswers.Error("invalid_request");
        if (await tools.Grants.InspectAsync(form["token"], ct) is not { } facts)
            return WebAnswers.Json(new JsonObject { ["active"] = false });
        return WebAnswers.Json(new JsonObject
        {
            ["active"] = true,
            ["scope"] = OauthOptions.Scope,
            ["client_id"] = facts.Client,
            ["username"] = facts.Address,
            ["sub"] = facts.Address,
            ["token_type"] = facts.Kind is "access_token" ? "Bearer" : facts.Kind,
            ["aud"] = OauthOptions.Audience,
            ["iss"] = tools.Grants.Options.Issuer,
            ["iat"] = facts.Issued.ToUnixTimeSeconds(),
            ["exp"] = facts.Until.ToUnixTimeSeconds(),
        });
    }
}
