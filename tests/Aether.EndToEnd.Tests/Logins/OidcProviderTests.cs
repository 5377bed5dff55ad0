using System.Text.Json.Nodes;
using Aether.Testing.Servers;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>Users of a provider that others wrote (oidc-provider of npm): its tokens open IMAP and submission here, and nobody else's do.</summary>
public sealed class OidcProviderTests(OidcProviderTests.Host host) : IClassFixture<OidcProviderTests.Host>
{
    private const string User = "ann@example.test";

    private readonly OidcProviderServer provider = host.Provider;

    [Theory]
    [InlineData("jwt")]
    [InlineData("opaque")]
    public async Task A_token_that_a_user_fetched_there_opens_imap_and_submission(string format)
    {
        string token = await provider.FetchTokenAsync(User, format);
        Assert.Equal(format is "jwt" ? 3 : 1, token.Split('.').Length);
        await EntersAsync(User, token);
        await CommandLine.SucceedAsync("curl", ["-sSk", $"imaps://127.0.0.1:{host.Server.Imaps}/", "--user", User, "--oauth2-bearer", token]);
        await RefusedAsync("bob@example.test", token); // it is for nobody else
    }

    [Theory]
    [InlineData("jwt")]
    [InlineData("opaque")]
    public async Task A_token_for_another_audience_or_for_nobody_of_ours_is_refused(string format)
    {
        await RefusedAsync(User, await provider.FetchTokenAsync(User, format, "webshop"));
        await RefusedAsync("nobody@example.test", await provider.FetchTokenAsync("nobody@example.test", format));
        await RefusedAsync("", await provider.FetchTokenAsync("nobody@example.test", format));
    }

    [Fact]
    public async Task A_token_that_is_given_back_opens_nothing_where_the_provider_is_asked()
    {
        string token = await provider.FetchTokenAsync(User, "opaque");
        await EntersAsync(User, token);
        await provider.RevokeAsync(token);
        await RefusedAsync(User, token);
    }

    [Fact]
    public async Task Keys_rotate_and_tokens_of_the_old_one_are_over()
    {
        string before = await provider.FetchTokenAsync(User, "jwt");
        await EntersAsync(User, before);
        await provider.RotateAsync();
        string after = await provider.FetchTokenAsync(User, "jwt");
        await EntersAsync(User, after); // its key is fetched at once
        await RefusedAsync(User, before);
    }

    [Fact]
    public async Task A_provider_that_is_away_refuses_nobody_whose_token_can_be_checked()
    {
        string signed = await provider.FetchTokenAsync(User, "jwt");
        string opaque = await provider.FetchTokenAsync(User, "opaque");
        await EntersAsync(User, signed);
        await provider.StopAsync();
        try
        {
            await EntersAsync(User, signed);
            var putOff = await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync(new SmtpClient(), host.Server.Submissions, new SaslMechanismOAuthBearer(User, opaque)));
            Assert.StartsWith("454", putOff.Message, StringComparison.Ordinal);
        }
        finally
        {
            await provider.RestartAsync();
        }
    }

    private async Task EntersAsync(string user, string token)
    {
        foreach (Func<SaslMechanism> mechanism in (Func<SaslMechanism>[])[() => new SaslMechanismOAuthBearer(user, token), () => new SaslMechanismOAuth2(user, token)])
        {
            await LogInAsync(new ImapClient(), host.Server.Imaps, mechanism());
            await LogInAsync(new SmtpClient(), host.Server.Submissions, mechanism());
        }
    }

    private async Task RefusedAsync(string user, string token)
    {
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync(new ImapClient(), host.Server.Imaps, new SaslMechanismOAuthBearer(user, token)));
        await Assert.ThrowsAsync<AuthenticationException>(() => LogInAsync(new SmtpClient(), host.Server.Submissions, new SaslMechanismOAuth2(user, token)));
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

    /// <summary>One provider and one server for all of these.</summary>
    public sealed class Host : IAsyncLifetime
    {
        public OidcProviderServer Provider { get; private set; } = null!;

        public AetherServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await OidcProviderServer.StartAsync();
            Server = await AetherServer.StartAsync(config => config["auth"] = new JsonObject
            {
                ["oauth"] = new JsonObject { ["issuer"] = Provider.Issuer, ["audience"] = OidcProviderServer.Audience, ["clientId"] = OidcProviderServer.ClientId, ["clientSecret"] = OidcProviderServer.ClientSecret },
            });
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
