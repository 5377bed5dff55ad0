using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Monitoring.Health;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can do its work, or why not. They never redirect.</summary>
public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok\n"));
        routes.MapGet("/readyz", (Delegate)ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context)
    {
        var checks = new SortedDictionary<string, string>(StringComparer.Ordinal);
        bool ready = true;
        foreach (var check in context.RequestServices.GetServices<ReadinessCheck>())
        {
            string? reason = await check.Check(context.RequestAborted);
            checks[check.Name] = reason ?? "ok";
            ready &= reason is null;
        }

        return TypedResults.Json(
            new HealthReport(ready ? "ready" : "not ready", checks), HealthJson.Default.HealthReport, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
