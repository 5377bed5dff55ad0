using System.Text.Json;
using System.Text.Json.Nodes;
using Aether.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>Programs register themselves, where the operator lets them. RFC 7591.</summary>
internal static class RegisterEndpoints
{
    private const int MaxDepth = 4;

    public static void MapRegister(this IEndpointRouteBuilder routes) => routes.MapPost("/register", RegisterAsync);

    private static async Task<IResult> RegisterAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        if (!context.Request.HasJsonContentType() || await ReadAsync(context.Request, ct) is not { } asked)
            return WebAnswers.Error("invalid_client_metadata");
        // There are no secrets here: a program that wants one would be refused by the token endpoint later.
        if (Text(asked, "token_endpoint_auth_method") is not (null or "none") || !Within(asked, "response_types", "code")
            || !Within(asked, "grant_types", "authorization_code", "refresh_token", TokenEndpoints.DeviceGrant) || Texts(asked, "redirect_uris") is not { } redirects)
            return WebAnswers.Error("invalid_client_metadata");
        var (client, problem) = await tools.Clients.RegisterAsync(Text(asked, "client_name") ?? "", redirects, ct);
        if (client is null)
            return WebAnswers.Error(problem, status: problem is "temporarily_unavailable" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest);
        return WebAnswers.Json(new JsonObject
        {
            ["client_id"] = client.Id,
            ["client_name"] = client.Name,
            ["redirect_uris"] = List(client.Redirects),
            ["token_endpoint_auth_method"] = "none",
            ["grant_types"] = List(["authorization_code", "refresh_token", TokenEndpoints.DeviceGrant]),
            ["response_types"] = List(["code"]),
        }, StatusCodes.Status201Created);
    }

    internal static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(static text => JsonValue.Create(text))]);

    private static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }, ct);
            return document.RootElement.ValueKind is JsonValueKind.Object && JsonText.IsWhole(document.RootElement) ? document.RootElement.Clone() : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement asked, string name) => asked.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <returns>None where there are none; null where it is something else.</returns>
    private static List<string>? Texts(JsonElement asked, string name)
    {
        if (!asked.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(static one => one.ValueKind is JsonValueKind.String) ? [.. value.EnumerateArray().Select(static one => one.GetString()!)] : null;
    }

    private static bool Within(JsonElement asked, string name, params string[] known) => Texts(asked, name) is { } texts && texts.All(known.Contains);
}
