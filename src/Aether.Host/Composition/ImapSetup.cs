using System.Text;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Sasl;
using Aether.Imap;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>IMAP as the configuration wants it: one engine, all ports under one count.</summary>
internal static class ImapSetup
{
    public static void AddImap(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var options = new ImapOptions(
            settings.Limits.Imap, settings.Security.PlaintextLogin, settings.Smtp.MaxMessageSize.Bytes, settings.Limits.Logins.FailuresPerSession)
        {
            SearchBudget = settings.Limits.Imap.Search,
        };
        services.AddSingleton<ImapMetrics>();
        services.AddSingleton(provider => new ImapProtocol(
            new ImapBackend(provider.GetRequiredService<MailStore>(), provider.GetRequiredService<Authenticator>(), provider.GetRequiredService<SaslMechanisms>()),
            options,
            provider.GetRequiredService<ImapMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ImapProtocol>>()));
    }

    public static IEnumerable<MailListener> Listeners(AetherSettings settings, PendingLogins pending, IServiceProvider provider)
    {
        var limits = new ConnectionLimits(settings.Imap.MaxConnections, settings.Limits.Connections.PerAddress);
        byte[] busy = Encoding.ASCII.GetBytes("* BYE Too many connections, try again later\r\n");
        foreach (var listener in settings.Imap.Listeners)
        {
            yield return new MailListener
            {
                Protocol = "imap",
                Address = ListenAddress.Of(listener.Address),
                Port = listener.Port,
                Tls = listener.Tls,
                Engine = provider.GetRequiredService<ImapProtocol>(),
                Busy = busy,
                Limits = limits,
                Pending = pending,
            };
        }
    }
}
