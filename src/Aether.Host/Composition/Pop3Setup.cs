using System.Text;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Pop3;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>POP3 as the configuration wants it: one engine, all ports under one count.</summary>
internal static class Pop3Setup
{
    /// <summary>A dead peer holds the maildrop no longer than this: the next login must not wait for RFC 1939's ten minutes.</summary>
    private static readonly TimeSpan DeathNoticedIn = TimeSpan.FromSeconds(24);

    public static void AddPop3(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var options = new Pop3Options(settings.Pop3, settings.Limits.Pop3, settings.Security.PlaintextLogin, settings.Limits.Logins.FailuresPerSession);
        services.AddSingleton<Pop3Metrics>();
        services.AddSingleton(provider => new Pop3Protocol(
            new Pop3Backend(provider.GetRequiredService<MailStore>(), provider.GetRequiredService<Authenticator>(), provider.GetRequiredService<SaslMechanisms>()) { Sessions = provider.GetRequiredService<SessionRegistry>() },
            options with { SharesMaildrops = provider.GetRequiredService<MailStore>().Leases.IsShared },
            provider.GetRequiredService<Pop3Metrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Pop3Protocol>>()));
    }

    public static IEnumerable<MailListener> Listeners(AetherSettings settings, PendingLogins pending, IServiceProvider provider)
    {
        var limits = new ConnectionLimits(OpenFiles.Share(settings, settings.Pop3.MaxConnections), settings.Limits.Connections.PerAddress);
        byte[] busy = Encoding.ASCII.GetBytes("-ERR [SYS/TEMP] Too many connections, try again later\r\n");
        foreach (var listener in settings.Pop3.Listeners)
        {
            yield return new MailListener
            {
                Protocol = "pop3",
                Address = ListenAddress.Of(listener.Address),
                Port = listener.Port,
                Tls = listener.Tls,
                Engine = provider.GetRequiredService<Pop3Protocol>(),
                Busy = busy,
                Limits = limits,
                Pending = pending,
                DeathNoticedIn = DeathNoticedIn,
            };
        }
    }
}
