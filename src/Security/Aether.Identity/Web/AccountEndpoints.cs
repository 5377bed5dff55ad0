using Aether.Identity.Logins;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aether.Identity.Web;

/// <summary>What users look after themselves: their password, their second factor, the programs that they let in.</summary>
internal static class AccountEndpoints
{
    public const string Path = "/oauth2/account";

    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account", (HttpContext context, WebTools tools, CancellationToken ct) => ActAsync(context, tools, null, ct));
        routes.MapPost("/account/password", (HttpContext context, WebTools tools, CancellationToken ct) => ActAsync(context, tools, PasswordAsync, ct));
        routes.MapPost("/account/factor", (HttpContext context, WebTools tools, CancellationToken ct) => ActAsync(context, tools, AddFactorAsync, ct));
        routes.MapPost("/account/factor/remove", (HttpContext context, WebTools tools, CancellationToken ct) => ActAsync(context, tools, RemoveFactorAsync, ct));
        routes.MapPost("/account/program", (HttpContext context, WebTools tools, CancellationToken ct) => ActAsync(context, tools, RemoveProgramAsync, ct));
    }

    private static async Task<IResult> ActAsync(HttpContext context, WebTools tools, Func<AccountVisit, Fields, CancellationToken, Task<IResult>>? act, CancellationToken ct)
    {
        var session = tools.Sessions.Find(context);
        if (await tools.Sessions.AccountOfAsync(session, WebStage.SignedIn, ct) is not { } account)
            return act is null ? SignInEndpoints.Show(context, tools, await AuthorizeEndpoints.StageAsync(tools, session, ct), Path) : WebAnswers.NoForm(context);
        var visit = new AccountVisit(context, tools, session, account);
        if (act is null)
            return await AccountPage.ShowAsync(visit, ct);
        var form = await Fields.OfFormAsync(context.Request, ct);
        return form.IsBroken || !tools.Sessions.IsFormOf(session, form["form"]) ? WebAnswers.NoForm(context) : await act(visit, form, ct);
    }

    /// <summary>The present password first: a browser that somebody left open changes nothing. All logins end with the old one, this one too.</summary>
    private static async Task<IResult> PasswordAsync(AccountVisit visit, Fields form, CancellationToken ct)
    {
        var (context, tools, _, account) = visit;
        if (form["new"] != form["again"])
            return await AccountPage.ShowAsync(visit with { Problem = "The two new passwords are not the same." }, ct);
        if ((await tools.Authenticator.VerifyAsync(account.Address, form["present"], tools.Guard.PeerOf(context), ct)).Status is not LoginStatus.Success)
            return await AccountPage.ShowAsync(visit with { Problem = "The present password is wrong, or there were too many attempts." }, ct);
        var change = await tools.Directory.ChangeOwnPasswordAsync(account.Address, form["new"], ct);
        if (!change.IsDone)
            return await AccountPage.ShowAsync(visit with { Problem = change.Message }, ct);
        tools.Sessions.Set(context, WebStage.Nobody, null);
        return Page.Show(context, "Your password is changed", $"""<p>All programs have to be let in again, or need the new password.</p><p><a href="{Path}">Go on</a></p>""");
    }

    private static async Task<IResult> AddFactorAsync(AccountVisit visit, Fields form, CancellationToken ct)
    {
        var (context, tools, _, account) = visit;
        if (await tools.Factors.HasAsync(account.Id, ct) || tools.Factors.Resume(account.Address, form["pending"]) is not { } pending)
            return WebAnswers.NoForm(context);
        if (await tools.Factors.ConfirmAsync(account.Address, form["pending"], form["code"], ct) is not { } codes)
            return await AccountPage.ShowAsync(visit with { Problem = "This is not the code of your authenticator at the moment. Is its clock right?", Pending = pending }, ct);
        return Page.Show(context, "Keep these codes", $"""
            {Page.Good("From now on a code of your authenticator is asked for when you sign in here.")}
            <p>If you lose it, each of these lets you in once. They are not shown again: print them, or keep them where you keep passwords.</p>
            <ul class="codes">{string.Concat(codes.Select(code => $"<li>{Page.Text(code)}</li>"))}</ul>
            <p><a href="{Path}">Go on</a></p>
            """);
    }

    private static async Task<IResult> RemoveFactorAsync(AccountVisit visit, Fields form, CancellationToken ct)
    {
        var (context, tools, _, account) = visit;
        var peer = tools.Guard.PeerOf(context);
        if (tools.Codes.IsFull(account.Id) || tools.Authenticator.IsPutOff(peer, isNew: true))
            return await AccountPage.ShowAsync(visit with { Problem = "Too many attempts: try again later." }, ct);
        if (!await tools.Factors.VerifyAsync(account.Id, account.Address, form["code"], ct))
        {
            tools.Codes.Failed(account.Id);
            tools.Authenticator.Refuse(peer, "", account);
            return await AccountPage.ShowAsync(visit with { Problem = "This code is wrong, or was used before." }, ct);
        }
        await tools.Factors.RemoveAsync(account.Address, ct);
        return await AccountPage.ShowAsync(visit with { Done = "No code is asked for any more." }, ct);
    }

    private static async Task<IResult> RemoveProgramAsync(AccountVisit visit, Fields form, CancellationToken ct)
    {
        bool done = await visit.Tools.Grants.RemoveAsync(visit.Account.Id, form["grant"], ct);
        return await AccountPage.ShowAsync(done ? visit with { Done = "The program is out." } : visit with { Problem = "It was out already." }, ct);
    }
}
