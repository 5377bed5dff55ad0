using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aether.Host.Composition;

/// <summary>What browsers are told with every answer, so that a page of ours can't be framed, guessed at or fetched in the clear. RFC 6797.</summary>
internal static class SecurityHeaders
{
    /// <summary>Two years, as lists of such hosts want it.</summary>
    private const string OnlyTls = "max-age=63072000";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        Add(context);
        return next(context);
    });

    internal static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"; // a page that needs more says so itself
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = OnlyTls; // RFC 6797 §7.2: never without TLS
    }
}
