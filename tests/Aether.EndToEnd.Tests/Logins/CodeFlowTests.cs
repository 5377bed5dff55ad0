using System.Net;
using System.Web;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using static Aether.EndToEnd.Tests.Logins.OauthFlow;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>A program sends its user to the pages, and fetches tokens for the code that comes back; whatever is wrong with that goes no further. RFC 6749 §4.1, RFC 7636.</summary>
[Collection(nameof(OauthHost))]
public sealed class CodeFlowTests(OauthHost host)
{
    private readonly AetherServer server = host.Server;

    [Fact]
    public async Task A_user_lets_a_program_in_and_it_reads_and_sends_mail()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        var tokens = await CodeFlowAsync(browser, user);
        string access = Text(tokens, "access_token");
        Assert.Equal("Bearer", Text(tokens, "token_type"));

        foreach (Func<SaslMechanism> mechanism in (Func<SaslMechanism>[])[() => new SaslMechanismOAuthBearer(user, access), () => new SaslMechanismOAuth2(user, access)])
        {
            await LogInAsync(new ImapClient(), server.Imaps, mechanism());
            await LogInAsync(new SmtpClient(), server.Submissions, mechanism());
        }
        await CommandLine.SucceedAsync("curl", ["-sSk", $"imaps://127.0.0.1:{server.Imaps}/", "--user", user, "--oauth2-bearer", access]);
        string mail = Path.Combine(server.Folder, "mail.txt");
        await File.WriteAllTextAsync(mail, $"From: {user}\r\nTo: bob@example.test\r\nSubject: by token\r\n\r\nhello\r\n");
        await CommandLine.SucceedAsync("curl", ["-sSk", $"smtps://127.0.0.1:{server.Submissions}/x", "--user", user, "--oauth2-bearer", access, "--mail-from", user, "--mail-rcpt", "bob@example.test", "--upload-file", mail]);
        await host.RefusedAsync("bob@example.test", access); // it is for nobody else
    }

    [Fact]
    public async Task A_code_that_comes_twice_ends_what_came_of_it()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        string code = await AllowAsync(browser);
        string access = Text(await RedeemAsync(browser, code), "access_token");
        Assert.Equal("invalid_grant", Text(await RedeemAsync(browser, code), "error"));
        await host.RefusedAsync(user, access);
    }

    [Theory]
    [InlineData("client_id", "nobody", null)]
    [InlineData("client_id", "<script>alert(1)</script>", null)]
    [InlineData("redirect_uri", "https://evil.test/", null)]
    [InlineData("redirect_uri", "http://127.0.0.1.evil.test/", null)]
    [InlineData("redirect_uri", "http://127.0.0.1@evil.test/", null)]
    [InlineData("redirect_uri", "http://127.0.0.1:1/#x", null)]
    [InlineData("redirect_uri", "javascript:alert(1)", null)]
    [InlineData("redirect_uri", "", null)]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("code_challenge", "", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("prompt", "none", "interaction_required")]
    public async Task A_wrong_request_goes_no_further(string field, string value, string? told)
    {
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync(Ask((field, value)));
        if (told is null)
        {
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Null(browser.Location);
            Assert.DoesNotContain("<script>", browser.Text, StringComparison.Ordinal);
            return;
        }
        var answer = HttpUtility.ParseQueryString(new Uri(browser.Location!).Query);
        Assert.Equal((told, "a state", "https://mail.example.test"), (answer["error"], answer["state"], answer["iss"]));
        Assert.StartsWith(Back, browser.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_verifier", "another-secret-of-a-program-that-has-43-characters-too")]
    [InlineData("code_verifier", "short")]
    [InlineData("redirect_uri", "http://127.0.0.1:34568/done")]
    [InlineData("client_id", "thunderbird")]
    [InlineData("code", "c.AAAAAAAAAAAAAAAAAAAAAA.0.AAAA")]
    public async Task A_stolen_code_opens_nothing(string field, string value)
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        Assert.Equal("invalid_grant", Text(await RedeemAsync(browser, await AllowAsync(browser), (field, value)), "error"));
    }

    [Fact]
    public async Task A_user_who_says_no_is_sent_back_with_it()
    {
        string user = await host.NewUserAsync();
        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, Ask(), user);
        await browser.SubmitAsync("/oauth2/authorize", ("decision", "deny"));
        Assert.Equal("access_denied", HttpUtility.ParseQueryString(new Uri(browser.Location!).Query)["error"]);
    }
}
