using Aether.Configuration.Loading;
using Aether.Identity.Bans;
using Aether.Identity.Ldap;
using Aether.Identity.Logins;
using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Identity.Tokens;
using Aether.Storage;
using Aether.Validation.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>The parts that speak and deliver, as the roles of this process ask for them.</summary>
internal static class EngineSetup
{
    public static void AddEngines(this IServiceCollection services, LoadedConfiguration configuration, Roles roles)
    {
        var logins = configuration.Settings.Limits.Logins;
        services.AddSingleton(provider => new Authenticator(
            provider.GetRequiredService<MailStore>().Directory,
            provider.GetRequiredService<MailStore>().Logins,
            new LoginLimits(logins.FailuresPerMinute, logins.FailuresPerDay) { SlowAfter = logins.SlowAfter, SlowestWait = logins.SlowestWait, RefusalStep = logins.RefusalStep, BanAfter = logins.BanAfter, BanFor = logins.BanFor },
            provider.GetRequiredService<MailStore>().Counts,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Authenticator>>(),
            provider.GetRequiredService<KeySealer>(),
            provider.GetRequiredService<BanList>())
        {
            Tokens = provider.GetService<ITokenVerifier>(),
            Hash = configuration.Settings.Auth.PasswordHash,
            Foreign = provider.GetService<ForeignLogins>(),
            History = provider.GetRequiredService<MailStore>().LoginHistory,
        });
        services.AddTokens(configuration.Settings);
        services.AddLdap(configuration);
        services.AddSingleton(provider => new ScramReadiness(provider.GetRequiredService<MailStore>().Logins, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SaslMechanisms(
            provider.GetRequiredService<Authenticator>(),
            new SaslOptions(configuration.Settings.Auth.Scram, () => provider.GetRequiredService<KeySealer>().Derive("sasl decoys"))
            {
                Hostname = configuration.Settings.Hostname,
                TokenIssuer = OauthSetup.IssuerOf(configuration.Settings),
                // Whoever has the password elsewhere can't prove it here without showing it.
                IsScramReady = configuration.Settings.Auth.Ldap.Servers.Count > 0 ? static () => false : provider.GetRequiredService<ScramReadiness>().IsScramReady,
                Digests = configuration.Settings.Auth.Digests,
            },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RecipientResolver(provider.GetRequiredService<MailStore>().Directory, provider.GetRequiredService<MailStore>().Groups, provider.GetService<LdapAccounts>())
        {
            ReportsTo = ReportSetup.AddressOf(configuration.Settings),
            FormerFor = configuration.Settings.Auth.FormerAddresses,
        });
        services.AddSenderChecks(configuration);
        if (roles.HasFlag(Roles.Smtp))
            services.AddSmtp(configuration);
        if (roles.HasFlag(Roles.Imap))
            services.AddImap();
        if (roles.HasFlag(Roles.Pop3))
            services.AddPop3(configuration);
        if (roles.HasFlag(Roles.Queue))
            services.AddQueueWorker(configuration);
    }
}
