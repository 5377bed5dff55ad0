using System.Text.Json.Nodes;
using Aether.Identity.Grants;
using Aether.Storage.Grants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>Programs without a browser: they show a code, and their user types it here. RFC 8628.</summary>
internal static class DeviceEndpoints
{
    private const string Path = "/oauth2/device";

    public static void MapDevice(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/device_authorization", StartAsync);
        routes.MapGet("/device", AskAsync);
        routes.MapPost("/device", DecideAsync);
    }

    private static Task<IResult> StartAsync(HttpContext context, WebTools tools, CancellationToken ct) => ProgramCall.AnswerAsync(context, tools, async (_, client) =>
    {
        if (await tools.Grants.StartDeviceAsync(client, ct) is not { } start)
            return WebAnswers.Error("temporarily_unavailable", status: StatusCodes.Status503ServiceUnavailable);
        return WebAnswers.Json(new JsonObject
        {
            ["device_code"] = start.DeviceCode,
            ["user_code"] = start.UserCode,
            ["verification_uri"] = tools.Grants.Options.Issuer + Path,
            ["verification_uri_complete"] = $"{tools.Grants.Options.Issuer}{Path}?user_code={start.UserCode}",
            ["expires_in"] = (int)start.Lasts.TotalSeconds,
            ["interval"] = (int)start.Interval.TotalSeconds,
        });
    }, ct);

    private static async Task<IResult> AskAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var query = Fields.OfQuery(context.Request);
        var session = tools.Sessions.Find(context);
        if (await tools.Sessions.AccountOfAsync(session, WebStage.SignedIn, ct) is null)
            return SignInEndpoints.Show(context, tools, await AuthorizeEndpoints.StageAsync(tools, session, ct), context.Request.Path + context.Request.QueryString);
        return AskCode(context, tools, session, query["user_code"]);
    }

    private static async Task<IResult> DecideAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var form = await Fields.OfFormAsync(context.Request, ct);
        var session = tools.Sessions.Find(context);
        if (form.IsBroken || !tools.Sessions.IsFormOf(session, form["form"]) || await tools.Sessions.AccountOfAsync(session, WebStage.SignedIn, ct) is not { } account)
            return WebAnswers.NoForm(context);
        var peer = tools.Guard.PeerOf(context);
        if (tools.Authenticator.IsPutOff(peer, isNew: true))
            return AskCode(context, tools, session, "", "Too many attempts: try again later.", StatusCodes.Status429TooManyRequests);
        if (await tools.Grants.FindDeviceAsync(form["user_code"], ct) is not { } device || await tools.Clients.FindAsync(device.Client, ct) is not { } client)
        {
            tools.Authenticator.Refuse(peer, ""); // RFC 8628 §5.1: codes are short, so guesses are counted
            return AskCode(context, tools, session, "", "No program waits with this code. It may have waited too long.", StatusCodes.Status404NotFound);
        }
        if (form["decision"] is not ("allow" or "deny"))
            return AskConsent(context, tools, session, (device, client, account.Address));
        bool allows = form["decision"] is "allow";
        if (!await tools.Grants.DecideDeviceAsync(device, allows ? account : null, ct))
            return AskCode(context, tools, session, "", "The program waits no more, or you have let in too many.", StatusCodes.Status409Conflict);
        return Page.Show(context, allows ? $"{client.Name} is in" : $"{client.Name} stays out", "<p>You can close this page.</p>");
    }

    private static IResult AskCode(HttpContext context, WebTools tools, WebSession session, string code, string? problem = null, int status = StatusCodes.Status200OK) => Page.Show(context, "Let a program in", $"""
        {Page.Bad(problem)}
        <form method="post" action="{Path}">
        {Page.Hidden("form", tools.Sessions.FormToken(session))}
        <label>The code that the program shows <input name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" required value="{Page.Text(code)}" {Page.First(problem)}></label>
        <button>Go on</button>
        </form>
        """, status);

    /// <summary>RFC 8628 §5.4: somebody else may have sent the code; the user is told what it does.</summary>
    private static IResult AskConsent(HttpContext context, WebTools tools, WebSession session, (DeviceRow Device, OauthClient Client, string Address) ask) => Page.Show(context, $"Let {AuthorizeEndpoints.NameIn(ask.Client)} in?", $"""
        <p>{AuthorizeEndpoints.Words(ask.Client)} to read, change and send the mail of <b>{Page.Text(ask.Address)}</b>.</p>
        <p>Agree only if you see the code <b class="whole">{UserCode.Show(ask.Device.UserCode)}</b> on a machine of your own. Nobody who sent it to you has any business with it.</p>
        <form method="post" action="{Path}">
        {Page.Hidden("form", tools.Sessions.FormToken(session))}{Page.Hidden("user_code", ask.Device.UserCode)}
        <button name="decision" value="allow">Let it in</button><button class="quiet" name="decision" value="deny">No</button>
        </form>
        """);
}
