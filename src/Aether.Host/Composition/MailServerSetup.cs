using Aether.Configuration.Loading;
using Aether.Identity.Bans;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Tls.Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>What all mail listeners share.</summary>
internal static class MailServerSetup
{
    public static void AddMailServer(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var limits = configuration.Settings.Limits;
        services.AddSingleton<ListenerMetrics>();
        services.AddSingleton(provider => new MailServer(
            new MailServerOptions(provider.GetRequiredService<CertificateSource>().SelectForMail, new NetworkSet(limits.ExemptNetworks), limits.Connections.TlsHandshake) { IsBanned = provider.GetRequiredService<BanList>().IsBanned },
            provider.GetRequiredService<ListenerMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MailServer>>()));
    }
}
