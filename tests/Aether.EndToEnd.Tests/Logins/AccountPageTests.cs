using System.Net;
using System.Text.RegularExpressions;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using MailKit.Net.Imap;
using MailKit.Security;
using static Aether.EndToEnd.Tests.Logins.OauthFlow;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>The pages themselves: signing in with a second step, looking after the account, and what other pages try with ours.</summary>
[Collection(nameof(OauthHost))]
public sealed partial class AccountPageTests(OauthHost host)
{
    private readonly AetherServer server = host.Server;

    [Fact]
    public async Task A_second_factor_is_asked_for_and_taken_once()
    {
        string user = await host.NewUserAsync();
        string made = await server.CliAsync(["account", "totp", "add", user]);
        string code = await AuthenticatorAsync(made);
        string recovery = RecoveryCode().Match(made).Value;
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        Assert.Contains("Second step", browser.Text, StringComparison.Ordinal);
        await browser.GetAsync(Ask()); // the way around
        Assert.Contains("Second step", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/code", ("code", "000000"));
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
        await browser.SubmitAsync("/oauth2/code", ("code", code));
        await browser.FollowAsync();
        var tokens = await RedeemAsync(browser, await AllowAsync(browser));
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuthBearer(user, Text(tokens, "access_token")));

        using var other = new PageBrowser(server.Http);
        await SignInAsync(other, Ask(), user);
        await other.SubmitAsync("/oauth2/code", ("code", code));
        Assert.Equal(HttpStatusCode.Unauthorized, other.Status);
        await other.SubmitAsync("/oauth2/code", ("code", recovery));
        Assert.Equal(HttpStatusCode.SeeOther, other.Status);
        using var third = new PageBrowser(server.Http);
        await SignInAsync(third, Ask(), user);
        await third.SubmitAsync("/oauth2/code", ("code", recovery));
        Assert.Equal(HttpStatusCode.Unauthorized, third.Status);
        Assert.Contains("9 recovery codes left", await server.CliAsync(["account", "totp", "show", user]), StringComparison.Ordinal);

        await server.CliAsync(["account", "totp", "remove", user]);
        using var fourth = new PageBrowser(server.Http);
        await SignInAsync(fourth, Ask(), user);
        Assert.Contains("Let a mail program in?", fourth.Text, StringComparison.Ordinal);
    }

    [Fact] // What password managers, keyboards of telephones and screen readers go by.
    public async Task Fields_say_what_they_are_for_and_a_problem_is_read_with_its_field()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync("/oauth2/account");
        Assert.Matches("name=\"address\"[^>]* autocomplete=\"username\"[^>]* autofocus>", browser.Text);
        Assert.DoesNotContain("type=\"email\"", browser.Text, StringComparison.Ordinal); // browsers take letters of ASCII alone there, RFC 6531 does not
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", "wrong"));
        Assert.Contains("role=\"alert\" id=\"problem\"", browser.Text, StringComparison.Ordinal);
        Assert.Matches("name=\"password\"[^>]* autofocus aria-describedby=\"problem\">", browser.Text);
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", "secret"));
        await browser.FollowAsync();
        Assert.Contains($"autocomplete=\"username\" value=\"{user}\" hidden>", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_look_after_their_password_and_second_factor_themselves()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, "/oauth2/account", user);
        await browser.SubmitAsync("/oauth2/account/factor", ("code", await AuthenticatorAsync(browser.Text)));
        Assert.Contains("Keep these codes", browser.Text, StringComparison.Ordinal);
        Assert.Contains("on since", await server.CliAsync(["account", "totp", "show", user]), StringComparison.Ordinal);

        await browser.GetAsync("/oauth2/account");
        await browser.SubmitAsync("/oauth2/account/password", ("present", "wrong"), ("new", "geese on the lake"), ("again", "geese on the lake"));
        Assert.Contains("present password is wrong", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/account/password", ("present", "secret"), ("new", "password2026!!"), ("again", "password2026!!"));
        Assert.Contains("guessed too soon", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/account/password", ("present", "secret"), ("new", "geese on the lake"), ("again", "geese on the lake"));
        Assert.Contains("Your password is changed", browser.Text, StringComparison.Ordinal);
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismPlain(user, "geese on the lake"));
        await browser.GetAsync("/oauth2/account");
        Assert.Contains("Sign in to", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_password_signs_nobody_in_here()
    {
        string user = await host.NewUserAsync();
        string app = (await server.CliAsync(["app-password", "add", user, "phone"])).Trim();
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Ask());
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", app));
        Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);
    }

    [Fact]
    public async Task Forms_of_other_pages_do_nothing_and_pages_run_no_script()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        string policy = Assert.Single(browser.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:34567;", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(browser.Headers.GetValues("X-Frame-Options")));
        Assert.DoesNotContain("<script", browser.Text, StringComparison.OrdinalIgnoreCase);

        await browser.PostAsync(Ask(), KeyValuePair.Create("decision", "allow"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.PostAsync(Ask(), KeyValuePair.Create("decision", "allow"), KeyValuePair.Create("form", new string('A', 43)));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.PostAsync("/oauth2/account/program", KeyValuePair.Create("grant", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task A_form_leads_to_no_other_place()
    {
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Ask());
        string form = FormToken().Match(browser.Text).Groups[1].Value;
        foreach (string next in (string[])["https://evil.test/", "//evil.test/", "/oauth2/authorize", "/\\evil.test"])
        {
            await browser.PostAsync("/oauth2/sign-in", KeyValuePair.Create("form", form), KeyValuePair.Create("next", next), KeyValuePair.Create("address", "bob@example.test"), KeyValuePair.Create("password", "secret"));
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        }
    }

    /// <summary>What an authenticator that others wrote shows.</summary>
    private static async Task<string> AuthenticatorAsync(string page) => (await CommandLine.SucceedAsync("oathtool", ["--totp", "--base32", SecretText().Match(page).Groups[1].Value])).Trim();

    [GeneratedRegex("secret=([A-Z2-7]{32})")]
    private static partial Regex SecretText();

    [GeneratedRegex("(?m)^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("name=\"form\" value=\"([^\"]*)\"")]
    private static partial Regex FormToken();
}
