using System.Net;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using MailKit.Net.Imap;
using MailKit.Security;
using static Aether.EndToEnd.Tests.Logins.OauthFlow;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>A program without a browser shows a code, and its user types it into a page. RFC 8628.</summary>
[Collection(nameof(OauthHost))]
public sealed class DeviceFlowTests(OauthHost host)
{
    private readonly AetherServer server = host.Server;

    [Fact]
    public async Task A_program_without_a_browser_waits_for_its_user()
    {
        string user = await host.NewUserAsync();
        using var program = new PageBrowser(server.Http);
        var (_, start) = await program.CallAsync("/oauth2/device_authorization", null, ("client_id", "mutt"), ("scope", "mail"));
        (string, string)[] poll = [("client_id", "mutt"), ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", Text(start, "device_code"))];
        Assert.Equal("authorization_pending", Text((await program.CallAsync("/oauth2/token", null, poll)).Json, "error"));
        Assert.Equal("slow_down", Text((await program.CallAsync("/oauth2/token", null, poll)).Json, "error"));

        using var browser = new PageBrowser(server.Http);
        await SignInAsync(browser, "/oauth2/device", user);
        await browser.SubmitAsync("/oauth2/device", ("user_code", "BBBB-BBBB"));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        await browser.SubmitAsync("/oauth2/device", ("user_code", Text(start, "user_code").ToLowerInvariant()));
        Assert.Contains("Let Mutt in?", browser.Text, StringComparison.Ordinal);
        await browser.SubmitAsync("/oauth2/device", ("decision", "allow"));
        Assert.Contains("Mutt is in", browser.Text, StringComparison.Ordinal);

        var (_, tokens) = await program.CallAsync("/oauth2/token", null, poll);
        await LogInAsync(new ImapClient(), server.Imaps, new SaslMechanismOAuth2(user, Text(tokens, "access_token")));
        Assert.Equal("expired_token", Text((await program.CallAsync("/oauth2/token", null, poll)).Json, "error"));
    }
}
