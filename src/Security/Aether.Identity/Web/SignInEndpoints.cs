using Aether.Identity.Logins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>Signing in: the password, and the second factor where there is one.</summary>
internal static class SignInEndpoints
{
    private const int MaxPassword = 1024;

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignInAsync);
        routes.MapPost("/code", CodeAsync);
        routes.MapPost("/sign-out", SignOutAsync);
    }

    /// <summary>The page that asks who is there.</summary>
    /// <param name="next">Where to go then: a path of ours.</param>
    public static IResult Show(HttpContext context, WebTools tools, WebSession session, string next, string address = "", string? problem = null, int status = StatusCodes.Status200OK) => session.Stage is WebStage.Password
        ? ShowCode(context, tools, session, next, problem, status)
        : Page.Show(context, $"Sign in to {tools.Options.Service}", $"""
            {Page.Bad(problem)}
            <form method="post" action="/oauth2/sign-in">
            {Page.Hidden("form", tools.Sessions.FormToken(session))}{Page.Hidden("next", next)}
            <label>Address <input name="address" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required value="{Page.Text(address)}" {(address.Length == 0 ? Page.First(problem) : "")}></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required {(address.Length > 0 ? Page.First(problem) : "")}></label>
            <button>Sign in</button>
            </form>
            """, status);

    private static IResult ShowCode(HttpContext context, WebTools tools, WebSession session, string next, string? problem, int status) => Page.Show(context, "Second step", $"""
        {Page.Bad(problem)}
        <form method="post" action="/oauth2/code">
        {Page.Hidden("form", tools.Sessions.FormToken(session))}{Page.Hidden("next", next)}
        <label>Code of your authenticator, or a recovery code <input name="code" autocomplete="one-time-code" inputmode="text" autocapitalize="none" spellcheck="false" required {Page.First(problem)}></label>
        <button>Go on</button>
        </form>
        <form method="post" action="/oauth2/sign-out">{Page.Hidden("form", tools.Sessions.FormToken(session))}{Page.Hidden("next", next)}<button class="quiet">Start again</button></form>
        """, status);

    private static async Task<IResult> SignInAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var form = await Fields.OfFormAsync(context.Request, ct);
        var session = tools.Sessions.Find(context);
        if (form.IsBroken || !tools.Sessions.IsFormOf(session, form["form"]) || !IsOurs(form["next"]))
            return WebAnswers.NoForm(context);
        string password = form["password"];
        var result = password.Length is > 0 and <= MaxPassword ? await tools.Authenticator.VerifyAsync(form["address"].Trim(), password, tools.Guard.PeerOf(context), ct) : new LoginResult(LoginStatus.BadCredentials);
        if (result is not { Status: LoginStatus.Success, Login: { } login })
        {
            var (problem, status) = Explain(result.Status);
            return Show(context, tools, session with { Stage = WebStage.Nobody }, form["next"], form["address"], problem, status);
        }
        tools.Sessions.Set(context, await tools.Factors.HasAsync(login.Account, ct) ? WebStage.Password : WebStage.SignedIn, login);
        return WebAnswers.SeeOther(context, form["next"]);
    }

    private static async Task<IResult> CodeAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var form = await Fields.OfFormAsync(context.Request, ct);
        var session = tools.Sessions.Find(context);
        if (form.IsBroken || !tools.Sessions.IsFormOf(session, form["form"]) || !IsOurs(form["next"]) || await tools.Sessions.AccountOfAsync(session, WebStage.Password, ct) is not { } account)
            return WebAnswers.NoForm(context);
        var peer = tools.Guard.PeerOf(context);
        if (tools.Codes.IsFull(account.Id) || tools.Authenticator.IsPutOff(peer, isNew: true))
            return ShowCode(context, tools, session, form["next"], Explain(LoginStatus.Throttled).Problem, StatusCodes.Status429TooManyRequests);
        if (!await tools.Factors.VerifyAsync(account.Id, account.Address, form["code"], ct))
        {
            tools.Codes.Failed(account.Id);
            tools.Authenticator.Refuse(peer, "", account);
            return ShowCode(context, tools, session, form["next"], "This code is wrong, or was used before.", StatusCodes.Status401Unauthorized);
        }
        tools.Sessions.Set(context, WebStage.SignedIn, new Login(account.Id, account.Address) { Epoch = account.LoginEpoch });
        return WebAnswers.SeeOther(context, form["next"]);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, WebTools tools, CancellationToken ct)
    {
        var form = await Fields.OfFormAsync(context.Request, ct);
        if (form.IsBroken || !tools.Sessions.IsFormOf(tools.Sessions.Find(context), form["form"]) || !IsOurs(form["next"]))
            return WebAnswers.NoForm(context);
        tools.Sessions.Set(context, WebStage.Nobody, null);
        return WebAnswers.SeeOther(context, form["next"]);
    }

    private static (string Problem, int Status) Explain(LoginStatus status) => status switch
    {
        LoginStatus.Throttled => ("Too many attempts: try again later.", StatusCodes.Status429TooManyRequests),
        LoginStatus.Unavailable => ("The server can't check that at the moment: try again later.", StatusCodes.Status503ServiceUnavailable),
        _ => ("The address or the password is wrong.", StatusCodes.Status401Unauthorized),
    };

    /// <summary>A page of ours that one signs in for; nobody is sent anywhere else.</summary>
    private static bool IsOurs(string next) =>
        (next.StartsWith("/oauth2/authorize?", StringComparison.Ordinal) || next.StartsWith("/oauth2/device", StringComparison.Ordinal) || next is AccountEndpoints.Path) && next.All(static c => c is > ' ' and < '\x7f' and not '\\');
}
