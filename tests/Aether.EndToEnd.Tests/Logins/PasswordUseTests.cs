using System.Net;
using System.Text.Json;
using Aether.Testing.Clients;
using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>A password that is for the web only opens no mail protocol, while tokens and app passwords do.</summary>
public sealed class PasswordUseTests(PasswordUseTests.Host host) : IClassFixture<PasswordUseTests.Host>
{
    private static int last;

    private readonly AetherServer server = host.Server;

    [Fact]
    public async Task The_password_of_the_sign_in_opens_no_mail_protocol_and_an_app_password_all()
    {
        string user = await NewUserAsync("example.test");
        string app = (await server.CliAsync(["app-password", "add", user, "phone"])).Trim();
        using var byPassword = await OpenAsync(user, "secret");
        using var byApp = await OpenAsync(user, app);
        await server.CliAsync(["account", "password-use", user, "web"]);
        await Eventually.IsTrueAsync(
            async () => await Record.ExceptionAsync(() => byPassword.NoOpAsync()) is ServiceNotConnectedException or IOException or ImapProtocolException, "what the password opened ends", TimeSpan.FromSeconds(40));
        await byApp.NoOpAsync();

        await EntersAsync(user, app);
        await RefusedAsync(user, "secret");
        using var browser = new PageBrowser(server.Http);
        await browser.GetAsync("/oauth2/account");
        await browser.SubmitAsync("/oauth2/sign-in", ("address", user), ("password", "secret"));
        Assert.Equal(HttpStatusCode.SeeOther, browser.Status);

        await server.CliAsync(["account", "password-use", user, "everywhere"]);
        await EntersAsync(user, "secret");
    }

    [Fact]
    public async Task A_domain_says_it_for_its_accounts_and_an_account_for_itself()
    {
        await server.CliAsync(["domain", "add", "strict.test"]);
        string user = await NewUserAsync("strict.test");
        string printer = await NewUserAsync("strict.test");
        await server.CliAsync(["domain", "password-use", "strict.test", "web"]);
        await server.CliAsync(["account", "password-use", printer, "everywhere"]);
        await RefusedAsync(user, "secret");
        await EntersAsync(printer, "secret");
        var accounts = JsonDocument.Parse(await server.CliAsync(["account", "list", "--domain", "strict.test", "--json"])).RootElement.EnumerateArray()
            .ToDictionary(static one => one.GetProperty("address").GetString()!, static one => one.GetProperty("passwordUse").GetString());
        Assert.Equal(("web", "everywhere"), (accounts[user], accounts[printer]));

        await server.CliAsync(["account", "password-use", printer, "domain"]);
        await RefusedAsync(printer, "secret");
        await server.CliAsync(["domain", "password-use", "strict.test", "everywhere"]);
        await EntersAsync(user, "secret");
    }

    [Fact]
    public async Task Nobody_else_is_named()
    {
        foreach (string[] wrong in (string[][])[["account", "password-use", "nobody@example.test", "web"], ["domain", "password-use", "nowhere.test", "web"], ["account", "password-use", "ann@example.test", "sometimes"]])
            Assert.NotEqual(0, (await CommandLine.RunAsync(AetherServer.Program, [.. wrong, "--config", server.ConfigFile])).ExitCode);
    }

    private async Task<string> NewUserAsync(string domain)
    {
        string user = $"user{Interlocked.Increment(ref last)}@{domain}";
        await server.AddAccountAsync(user);
        return user;
    }

    private async Task<ImapClient> OpenAsync(string user, string password)
    {
        var client = new ImapClient { ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null };
        await client.ConnectAsync("127.0.0.1", server.Imaps, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(new SaslMechanismPlain(user, password));
        return client;
    }

    private async Task EntersAsync(string user, string password)
    {
        foreach (var attempt in Attempts(user, password))
            await attempt();
    }

    private async Task RefusedAsync(string user, string password)
    {
        foreach (var attempt in Attempts(user, password))
            await Assert.ThrowsAsync<AuthenticationException>(attempt);
    }

    /// <summary>Each protocol, with the password in the clear and without.</summary>
    private IEnumerable<Func<Task>> Attempts(string user, string password)
    {
        foreach (Func<SaslMechanism> mechanism in (Func<SaslMechanism>[])[() => new SaslMechanismPlain(user, password), () => new SaslMechanismScramSha256(user, password), () => new SaslMechanismScramSha256Plus(user, password)])
        {
            yield return () => LogInAsync(new ImapClient(), server.Imaps, mechanism());
            yield return () => LogInAsync(new SmtpClient(), server.Submissions, mechanism());
            yield return () => LogInAsync(new Pop3Client(), server.Pop3s, mechanism());
        }
    }

    private static async Task LogInAsync(MailService client, int port, SaslMechanism mechanism)
    {
        using (client)
        {
            client.ServerCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
            await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.SslOnConnect);
            await client.AuthenticateAsync(mechanism);
            await client.DisconnectAsync(true);
        }
    }

    /// <summary>One server for all of these, as it is without any setting.</summary>
    public sealed class Host : IAsyncLifetime
    {
        public AetherServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await AetherServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
