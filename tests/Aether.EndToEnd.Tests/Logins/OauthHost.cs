using Aether.Testing.Servers;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Aether.EndToEnd.Tests.Logins;

/// <summary>One server for all tests of the authorization server as it is without any setting.</summary>
[CollectionDefinition(nameof(OauthHost))]
public sealed class OauthHost : IAsyncLifetime, ICollectionFixture<OauthHost>
{
    private int last;

    public AetherServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await AetherServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>An account that no other test has; its password is "secret".</summary>
    public async Task<string> NewUserAsync()
    {
        string user = $"user{Interlocked.Increment(ref last)}@example.test";
        await Server.AddAccountAsync(user);
        return user;
    }

    /// <summary>A token opens nothing.</summary>
    public async Task RefusedAsync(string user, string access)
    {
        await Assert.ThrowsAsync<AuthenticationException>(() => OauthFlow.LogInAsync(new ImapClient(), Server.Imaps, new SaslMechanismOAuthBearer(user, access)));
        await Assert.ThrowsAsync<AuthenticationException>(() => OauthFlow.LogInAsync(new SmtpClient(), Server.Submissions, new SaslMechanismOAuth2(user, access)));
    }
}
