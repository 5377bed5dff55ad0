using Aether.Identity.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>A program sends its user here, who signs in and lets it in or not. RFC 6749 §3.1.</summary>
internal static class AuthorizeEndpoints
{
    public static void MapAuthorize(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/authorize", AskAsync);
        routes.MapPost("/authorize", DecideAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var (request, problem) = await AuthorizeRequest.ReadAsync(Fields.OfQuery(context.Request), tools.Clients, ct);
        if (request is null)
            return Wrong(context, problem);
        if (request.Error.Length > 0)
            return WebAnswers.SeeOther(context, request.Answer(tools.Grants.Options.Issuer, ("error", request.Error)));
        var session = tools.Sessions.Find(context);
        string here = context.Request.Path + context.Request.QueryString;
        if (await tools.Sessions.AccountOfAsync(session, WebStage.SignedIn, ct) is not { } account)
            return SignInEndpoints.Show(context, tools, await StageAsync(tools, session, ct), here, request.Hint);

        // Each time anew: nothing proves that it is the same program as before. RFC 8252 §8.6.
        return Page.Show(context, $"Let {NameIn(request.Client)} in?", $"""
            <p>{Words(request.Client)} to read, change and send the mail of <b>{Page.Text(account.Address)}</b>.</p>
            <p>Agree only if you have just asked for that in the program itself.</p>
            <form method="post" action="{Page.Text(here)}">
            {Page.Hidden("form", tools.Sessions.FormToken(session))}
            <button name="decision" value="allow">Let it in</button><button class="quiet" name="decision" value="deny">No</button>
            </form>
            """, sendsTo: request.Redirect);
    }

    private static async Task<IResult> DecideAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var (request, problem) = await AuthorizeRequest.ReadAsync(Fields.OfQuery(context.Request), tools.Clients, ct);
        if (request is null || request.Error.Length > 0)
            return Wrong(context, problem);
        var form = await Fields.OfFormAsync(context.Request, ct);
        var session = tools.Sessions.Find(context);
        if (form.IsBroken || !tools.Sessions.IsFormOf(session, form["form"]) || await tools.Sessions.AccountOfAsync(session, WebStage.SignedIn, ct) is not { } account)
            return WebAnswers.NoForm(context);
        string issuer = tools.Grants.Options.Issuer;
        if (form["decision"] is not "allow")
            return WebAnswers.SeeOther(context, request.Answer(issuer, ("error", "access_denied")));
        return await tools.Grants.AllowAsync(account, request.Client, request.Redirect, request.Challenge, ct) is { } code
            ? WebAnswers.SeeOther(context, request.Answer(issuer, ("code", code)))
            : WebAnswers.SeeOther(context, request.Answer(issuer, ("error", "access_denied"), ("error_description", "The account has let in too many programs: remove some.")));
    }

    /// <summary>Who a program says it is.</summary>
    internal static string Words(OauthClient client) => client.IsUnknown
        ? $"A program that calls itself <b>{Page.Text(client.Name)}</b>, which nobody here has looked at, asks"
        : $"<b>{Page.Text(client.Name)}</b> asks";

    /// <summary>Its name amid a sentence.</summary>
    internal static string NameIn(OauthClient client) => client.Name.StartsWith("A ", StringComparison.Ordinal) ? "a " + client.Name[2..] : client.Name;

    /// <summary>Half a sign-in whose account has changed meanwhile begins anew.</summary>
    internal static async ValueTask<WebSession> StageAsync(WebTools tools, WebSession session, CancellationToken ct) =>
        session.Stage is WebStage.Password && await tools.Sessions.AccountOfAsync(session, WebStage.Password, ct) is not null ? session : session with { Stage = WebStage.Nobody };

    private static IResult Wrong(HttpContext context, string problem) => Page.Show(context, "That won't do", Page.Bad(problem.Length > 0 ? problem : "The program's request can't be read.") + "<p>You can close this page, and try again from the program.</p>", StatusCodes.Status400BadRequest);
}
