using System.Text.Json.Nodes;
using Aether.Identity.Grants;
using Aether.Storage.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>Programs fetch their tokens, and give them back. RFC 6749 §3.2, RFC 7009.</summary>
internal static class TokenEndpoints
{
    public const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    public static void MapToken(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/token", TokenAsync);
        routes.MapPost("/revoke", RevokeAsync);
    }

    private static Task<IResult> TokenAsync(HttpContext context, WebTools tools, CancellationToken ct) => ProgramCall.AnswerAsync(context, tools, async (form, client) => form["grant_type"] switch
    {
        "authorization_code" => Answer(await tools.Grants.RedeemAsync(form["code"], client.Id, form["redirect_uri"], form["code_verifier"], ct)),
        "refresh_token" => Answer(await tools.Grants.RefreshAsync(form["refresh_token"], client.Id, ct)),
        DeviceGrant => Answer(await tools.Grants.PollDeviceAsync(form["device_code"], client.Id, ct)),
        "" => WebAnswers.Error("invalid_request"),
        _ => WebAnswers.Error("unsupported_grant_type"),
    }, ct);

    /// <summary>RFC 7009 §2.2: a token that is none is as good as revoked.</summary>
    private static Task<IResult> RevokeAsync(HttpContext context, WebTools tools, CancellationToken ct) => ProgramCall.AnswerAsync(context, tools, async (form, client) =>
    {
        if (form["token"].Length == 0)
            return WebAnswers.Error("invalid_request");
        await tools.Grants.RevokeAsync(form["token"], client.Id, ct);
        return Results.Ok();
    }, ct);

    private static IResult Answer(TokenSet? tokens) => tokens is null ? WebAnswers.Error("invalid_grant") : WebAnswers.Json(new JsonObject
    {
        ["access_token"] = tokens.AccessToken,
        ["token_type"] = "Bearer",
        ["expires_in"] = (int)tokens.Lasts.TotalSeconds,
        ["refresh_token"] = tokens.RefreshToken,
        ["scope"] = OauthOptions.Scope,
    });

    /// <summary>RFC 8628 §3.5.</summary>
    private static IResult Answer((DeviceStatus Status, TokenSet? Tokens) answer) => answer.Status switch
    {
        DeviceStatus.Granted => Answer(answer.Tokens),
        DeviceStatus.Pending => WebAnswers.Error("authorization_pending"),
        DeviceStatus.SlowDown => WebAnswers.Error("slow_down"),
        DeviceStatus.Denied => WebAnswers.Error("access_denied"),
        _ => WebAnswers.Error("expired_token"),
    };
}
