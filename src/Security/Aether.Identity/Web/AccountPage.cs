using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Aether.Identity.Web;

/// <summary>The page on which users look after their account.</summary>
internal static class AccountPage
{
    public static async Task<IResult> ShowAsync(AccountVisit visit, CancellationToken ct)
    {
        string form = Page.Hidden("form", visit.Tools.Sessions.FormToken(visit.Session));
        return Page.Show(visit.Context, visit.Account.Address, $"""
            {Page.Bad(visit.Problem)}{Page.Good(visit.Done)}
            <h2>Programs that you let in</h2>
            {await ProgramsAsync(visit, form, ct)}
            <h2>Second step of signing in</h2>
            {await FactorAsync(visit, form, ct)}
            <h2>Password</h2>
            {Password(visit, form)}
            <form class="end" method="post" action="/oauth2/sign-out">{form}{Page.Hidden("next", AccountEndpoints.Path)}<button class="quiet">Sign out</button></form>
            """, visit.Problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<string> ProgramsAsync(AccountVisit visit, string form, CancellationToken ct)
    {
        var list = new StringBuilder();
        foreach (var state in await visit.Tools.Grants.ListAsync(visit.Account.Id, ct))
        {
            string name = (await visit.Tools.Clients.FindAsync(state.Grant.Client, ct))?.Name ?? state.Grant.Client;
            list.Append(CultureInfo.InvariantCulture, $"""
                <form method="post" action="/oauth2/account/program">{form}{Page.Hidden("grant", state.Grant.Id)}
                <p class="row"><span><b>{Page.Text(name)}</b><br><span class="dim">since {state.Grant.Created:yyyy-MM-dd}, last used {state.Grant.Rotated:yyyy-MM-dd HH:mm} UTC</span></span><button class="quiet" aria-label="Remove {Page.Text(name)}">Remove</button></p></form>
                """);
        }
        return list.Length == 0 ? "<p>None.</p>" : list.ToString();
    }

    private static async Task<string> FactorAsync(AccountVisit visit, string form, CancellationToken ct)
    {
        if (await visit.Tools.Factors.FindAsync(visit.Account.Address, ct) is { IsOn: true } state)
        {
            return string.Create(CultureInfo.InvariantCulture, $"""
                <p>A code of your authenticator is asked for when you sign in here. {(state.Codes == 1 ? "1 recovery code is" : $"{state.Codes} recovery codes are")} left.</p>
                <form method="post" action="/oauth2/account/factor/remove">{form}<label>Code <input name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required></label><button class="quiet">Turn it off</button></form>
                """);
        }
        var pending = visit.Pending ?? visit.Tools.Factors.Begin(visit.Account.Address);
        return $"""
            <p>Put this into an authenticator, and type the code that it shows: from then on one is asked for when you sign in here.</p>
            <p><a href="{Page.Text(pending.Address)}">Open it in an authenticator</a>, or type <code>{Page.Text(pending.Secret)}</code></p>
            <form method="post" action="/oauth2/account/factor">{form}{Page.Hidden("pending", pending.Sealed)}<label>Code <input name="code" autocomplete="one-time-code" inputmode="numeric" required></label><button>Turn it on</button></form>
            """;
    }

    private static string Password(AccountVisit visit, string form) => visit.Account.IsForeign
        ? "<p>The password of this account is kept elsewhere.</p>"
        : $"""
            <form method="post" action="/oauth2/account/password">{form}<input name="address" autocomplete="username" value="{Page.Text(visit.Account.Address)}" hidden>
            <label>Present password <input name="present" type="password" autocomplete="current-password" required></label>
            <label>New password <input name="new" type="password" autocomplete="new-password" required></label>
            <label>Again <input name="again" type="password" autocomplete="new-password" required></label>
            <button>Change it</button></form>
            """;
}
