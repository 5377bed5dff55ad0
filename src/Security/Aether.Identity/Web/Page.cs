using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>One page: plain HTML without any script, of which a browser does nothing but show it and send its forms back here.</summary>
internal static class Page
{
    public const string StylePath = "/oauth2/style.css";

    public const string Style = """
        :root { color-scheme: light dark; --ink: #1b2430; --dim: #566070; --paper: #fff; --ground: #f1f4f8; --line: #ccd4de; --edge: #778396; --accent: #1c5bb8; --on-accent: #fff; --bad: #a8201a; --bad-paper: #fdecea; --good: #17663a; --good-paper: #e6f4ec; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6eaf0; --dim: #a3adbb; --paper: #1a212b; --ground: #10151c; --line: #333d4b; --edge: #7b8798; --accent: #8ab4f8; --on-accent: #10151c; --bad: #ffb4ab; --bad-paper: #3d1d1b; --good: #8fd8ab; --good-paper: #17311f; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 30rem; margin: 8vh auto; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; }
        h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.3; overflow-wrap: anywhere; }
        h2 { margin: 2rem 0 0; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: 1.1rem; }
        p { margin: .75rem 0; overflow-wrap: anywhere; }
        a { color: var(--accent); }
        label { display: block; margin-top: 1rem; font-weight: 600; }
        input { display: block; width: 100%; margin-top: .25rem; padding: .55rem .7rem; color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: .4rem; font: inherit; font-weight: 400; }
        button { margin: 1.25rem .5rem 0 0; padding: .55rem 1.2rem; color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: .4rem; font: inherit; font-weight: 600; cursor: pointer; }
        button.quiet { color: var(--accent); background: transparent; }
        [hidden] { display: none; }
        input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        code { padding: .1rem .3rem; background: var(--ground); border-radius: .25rem; overflow-wrap: anywhere; }
        .codes { margin: 1rem 0; padding: .75rem 1rem; columns: 2; list-style: none; background: var(--ground); border-radius: .4rem; font: 1rem/1.9 ui-monospace, monospace; }
        .row { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
        .row span { min-width: 0; }
        .row button { flex: none; margin: 0; padding: .3rem .8rem; }
        .whole { white-space: nowrap; }
        .end { margin-top: 2rem; border-top: 1px solid var(--line); }
        .dim { color: var(--dim); font-size: .9rem; }
        .bad, .good { padding: .6rem .8rem; border-left: .3rem solid; border-radius: .25rem; }
        .bad { color: var(--bad); background: var(--bad-paper); }
        .good { color: var(--good); background: var(--good-paper); }
        @media (max-width: 34rem) {
          body { background: var(--paper); }
          main { margin: 0; padding: 1.25rem; border: 0; border-radius: 0; }
        }
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
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{Text(title)}</title><link rel="stylesheet" href="{StylePath}"></head>
            <body>
            <main>
            <h1>{Text(title)}</h1>
            {body}
            </main>
            </body>
            </html>
            """, "text/html; charset=utf-8", Encoding.UTF8, status);
    }

    public static string Bad(string? text) => text is null ? "" : $"""<p class="bad" role="alert" id="problem">{Text(text)}</p>""";

    /// <summary>For the field where the user begins: the cursor stands there, and a screen reader reads the problem with it.</summary>
    public static string First(string? problem = null) => problem is null ? "autofocus" : "autofocus aria-describedby=\"problem\"";

    public static string Good(string? text) => text is null ? "" : $"""<p class="good" role="status">{Text(text)}</p>""";

    /// <summary>What a form carries along.</summary>
    public static string Hidden(string name, string value) => $"""<input type="hidden" name="{name}" value="{Text(value)}">""";
}
