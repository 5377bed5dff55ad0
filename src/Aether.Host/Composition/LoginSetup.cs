using System.Net;
using Aether.Configuration.Loading;
using Aether.Identity.AppPasswords;
using Aether.Identity.Bans;
using Aether.Identity.SecondFactors;
using Aether.Identity.Sessions;
using Aether.Storage;
using Aether.Tls;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Aether.Tls.Dane;
using Aether.Tls.Vault;
using Aether.Validation.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>App passwords, sessions, bans and certificates, for the server and for the command line alike.</summary>
internal static class LoginSetup
{
    public static void AddLogins(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        services.AddSingleton(provider => new AppPasswordService(
            provider.GetRequiredService<MailStore>().Directory,
            provider.GetRequiredService<MailStore>().Logins,
            provider.GetRequiredService<KeySealer>(),
            provider.GetRequiredService<TimeProvider>(),
            settings.Auth.Digests));

        services.AddSingleton(provider => new SecondFactorService(
            provider.GetRequiredService<MailStore>().Directory,
            provider.GetRequiredService<MailStore>().Logins,
            provider.GetRequiredService<KeySealer>(),
            settings.Hostname,
            provider.GetRequiredService<TimeProvider>()));

        services.AddSingleton(provider => new SessionRegistry(
            provider.GetRequiredService<MailStore>().Logins,
            provider.GetRequiredService<MailStore>().IsShared,
            settings.Limits.Logins.Sessions,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SessionRegistry>>())
        {
            Grants = provider.GetRequiredService<MailStore>().Grants,
        });

        services.AddTls(new CertificateOptions(settings.Hostname, configuration.PathOf("tls"), settings.Tls.Profile,
            [.. settings.Tls.Certificates.Select(files => new CertificateFiles(configuration.PathOf(files.Certificate), configuration.PathOf(files.Key)))])
        {
            ClientAuthorities = [.. settings.Tls.ClientAuthorities.Select(configuration.PathOf)],
            Fetched = settings.Tls.Acme.Enabled ? Acme(configuration).Files : null,
        }, new DaneOptions(settings.Hostname, DnsSetup.Zones(settings)));
        services.AddSingleton(static provider => new CertificateSeal(provider.GetRequiredService<KeySealer>().Seal, provider.GetRequiredService<KeySealer>().Open));
        services.AddCertificateChecks();
        if (settings.Tls.Acme.Enabled)
            services.AddAcme(Acme(configuration));

        // Whoever speaks for others is never kept out: all of them would be.
        IPNetwork[] spared = [.. settings.Limits.ExemptNetworks, .. settings.Limits.ProxyNetworks, .. settings.Limits.XclientNetworks];
        services.AddSingleton(provider => new BanList(
            provider.GetRequiredService<MailStore>().Logins,
            provider.GetRequiredService<MailStore>().Counts,
            spared,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BanList>>()));
    }

    private static AcmeOptions Acme(LoadedConfiguration configuration)
    {
        var acme = configuration.Settings.Tls.Acme;
        return new AcmeOptions(new Uri(acme.Directory), acme.Email, acme.Domains.Count > 0 ? acme.Domains : [configuration.Settings.Hostname], configuration.PathOf("tls"))
        {
            Proof = acme.Proof,
            Zones = DnsSetup.Zones(configuration.Settings),
            ZonePause = acme.ZonePause,
            Command = acme.Command.Length > 0 ? configuration.PathOf(acme.Command) : "",
            Roots = [.. acme.Roots.Select(configuration.PathOf)],
            Binding = acme.CustomerId.Length > 0 ? (acme.CustomerId, acme.CustomerKey.Reveal()) : null,
        };
    }
}
