using Aether.Configuration.Schema;
using Aether.Identity.Grants;
using Aether.Identity.SecondFactors;
using Aether.Identity.Tokens;
using Aether.Identity.Web;
using Aether.Net.Limits;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Who gives access tokens, and whose are taken.</summary>
internal static class OauthSetup
{
    private const int Https = 443;

    /// <summary>What clients are told to fetch their tokens from; null: no tokens are taken.</summary>
    public static string? IssuerOf(AetherSettings settings) => settings.Auth.Server.Enabled ? OwnIssuer(settings) : settings.Auth.Oauth.Issuer is { Length: > 0 } foreign ? foreign : null;

    public static void AddTokens(this IServiceCollection services, AetherSettings settings)
    {
        if (settings.Auth.Oauth is { Issuer.Length: > 0 } oauth)
        {
            services.AddSingleton(provider => new JwtVerifier(
                new TokenOptions(oauth.Issuer, oauth.Audience, oauth.Claim, oauth.Algorithms), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<JwtVerifier>>()));
        }
        if (settings.Auth.Oauth is { Issuer.Length: > 0, ClientId.Length: > 0 } asked)
        {
            services.AddSingleton(provider => new IntrospectionVerifier(
                new TokenOptions(asked.Issuer, asked.Audience, asked.Claim, asked.Algorithms), asked.ClientId, asked.ClientSecret.Reveal(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<IntrospectionVerifier>>()));
        }
        if (settings.Auth.Server.Enabled)
            services.AddServer(settings);
        if (IssuerOf(settings) is not null)
            services.AddSingleton<ITokenVerifier>(provider => new IssuerVerifiers(ByIssuer(settings, provider), provider.GetService<IntrospectionVerifier>()));
    }

    private static Dictionary<string, ITokenVerifier> ByIssuer(AetherSettings settings, IServiceProvider provider)
    {
        var known = new Dictionary<string, ITokenVerifier>(StringComparer.Ordinal);
        if (provider.GetService<JwtVerifier>() is { } foreign)
            known[settings.Auth.Oauth.Issuer] = foreign;
        if (provider.GetService<GrantedTokenVerifier>() is { } own)
            known[OwnIssuer(settings)] = own;
        return known;
    }

    private static void AddServer(this IServiceCollection services, AetherSettings settings)
    {
        var server = settings.Auth.Server;
        var exempt = new NetworkSet(settings.Limits.ExemptNetworks);
        services.AddSingleton(provider => provider.GetRequiredService<MailStore>().Grants);
        services.AddSingleton(new OauthOptions(OwnIssuer(settings), server.AccessToken, server.Idle)
        {
            Registration = server.Registration,
            MaxRegistered = server.MaxRegistered,
            Clients = [.. server.Clients.Select(static client => new OauthClient(client.Id, client.Name.Length > 0 ? client.Name : client.Id, client.Redirects))],
        });
        services.AddSingleton(new WebOptions(settings.Hostname, server.RequestsPerMinute, settings.Security.PlaintextLogin, exempt.Contains));
        services.AddSingleton<KeyRing>().AddSingleton<AccessTokens>().AddSingleton<GrantedTokenVerifier>().AddSingleton<GrantService>().AddSingleton<OauthClients>();
        services.AddSingleton(provider => new CodeGuard(provider.GetRequiredService<MailStore>().Counts, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebGuard>().AddSingleton<WebSessions>().AddSingleton<WebTools>();
    }

    /// <summary>As browsers reach it: the host's name, and the port where it is not the usual one.</summary>
    private static string OwnIssuer(AetherSettings settings)
    {
        if (settings.Auth.Server.Issuer.Length > 0)
            return settings.Auth.Server.Issuer;
        int port = settings.Http.Listeners.FirstOrDefault(static listener => listener.Tls is ListenerTls.Implicit)?.Port ?? Https;
        return port == Https ? $"https://{settings.Hostname}" : $"https://{settings.Hostname}:{port}";
    }
}
