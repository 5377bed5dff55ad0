using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>Answers that several endpoints give.</summary>
internal static class WebAnswers
{
    /// <summary>To be fetched by GET, whatever was posted. RFC 9110 §15.4.4.</summary>
    public static IResult SeeOther(HttpContext context, string location)
    {
        context.Response.Headers.Location = location;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static IResult Json(JsonNode json, int status = StatusCodes.Status200OK) => Results.Text(json.ToJsonString(), "application/json", statusCode: status);

    /// <summary>RFC 6749 §5.2.</summary>
    public static IResult Error(string error, string description = "", int status = StatusCodes.Status400BadRequest)
    {
        var json = new JsonObject { ["error"] = error };
        if (description.Length > 0)
            json["error_description"] = description;
        return Json(json, status);
    }

    public static IResult NoForm(HttpContext context) => Page.Show(context, "This page is too old", "<p>It was open for a while, or in another window. Please start again from your mail program.</p>", StatusCodes.Status400BadRequest);
}
