using Aether.Configuration.Loading;
using Aether.Identity.Logins;
using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Storage;
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
            new LoginLimits(logins.FailuresPerMinute, logins.FailuresPerDay) { SlowAfter = logins.SlowAfter, SlowestWait = logins.SlowestWait },
            provider.GetRequiredService<MailStore>().Counts,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Authenticator>>()));
        services.AddSingleton<SaslMechanisms>();
        services.AddSingleton(provider => new RecipientResolver(provider.GetRequiredService<MailStore>().Directory));
        if (roles.HasFlag(Roles.Smtp))
            services.AddSmtp(configuration);
        if (roles.HasFlag(Roles.Imap))
            services.AddImap(configuration);
        if (roles.HasFlag(Roles.Queue))
            services.AddQueueWorker(configuration);
    }
}
