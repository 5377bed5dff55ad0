using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>One page: plain HTML without any script, of which a browser does nothing but show it and send its forms back here.</summary>
internal static class Page
{
    public const string StylePath = "/oauth2/style.css";

    public const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 30rem; margin: 8vh auto; padding: 0 1rem; }
        h1 { font-size: 1.4rem; }
        h2 { font-size: 1.1rem; margin-top: 2rem; }
        label { display: block; margin-top: 1rem; }
        input { display: block; width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
        button { margin: 1.2rem .5rem 0 0; padding: .5rem 1.2rem; font: inherit; }
        code { word-break: break-all; }
        .bad { border-left: .3rem solid #c33; padding-left: .7rem; }
        .good { border-left: .3rem solid #393; padding-left: .7rem; }
        """;

    public static string Text(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>A page.</summary>
    /// <param name="body">HTML: whatever came from outside has gone through <see cref="Text"/>.</param>
    /// <param name="sendsTo">Where a form may lead in the end beside this server, since browsers follow it through redirects.</param>
    public static IResult Show(HttpContext context, string title, string body, int status = StatusCodes.Status200OK, string sendsTo = "")
    {
        string target = sendsTo.Length > 0 && Uri.TryCreate(sendsTo, UriKind.Absolute, out var address) ? " " + (address.Host.Length > 0 ? address.GetLeftPart(UriPartial.Authority) : address.Scheme + ":") : "";
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'self'; form-action 'self'{target}; frame-ancestors 'none'; base-uri 'none'";
        return Results.Text($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>{Text(title)}</title><link rel="stylesheet" href="{StylePath}"></head>
            <body>
            <h1>{Text(title)}</h1>
            {body}
            </body>
            </html>
            """, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    public static string Bad(string? text) => text is null ? "" : $"""<p class="bad" role="alert">{Text(text)}</p>""";

    public static string Good(string? text) => text is null ? "" : $"""<p class="good" role="status">{Text(text)}</p>""";

    /// <summary>What a form carries along.</summary>
    public static string Hidden(string name, string value) => $"""<input type="hidden" name="{name}" value="{Text(value)}">""";
}
