using System.Text;
using Aether.Configuration.Schema;
using Aether.Identity.Logins;
using Aether.Identity.Roles;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Imap;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>IMAP as the configuration wants it: an engine for each port, all ports under one count.</summary>
internal static class ImapSetup
{
    /// <summary>LITERAL-: RFC 7888 §5.</summary>
    private const long SmallLiteral = 4096;

    public static void AddImap(this IServiceCollection services)
    {
        services.AddSingleton<ImapMetrics>();
        services.AddSingleton(provider => new ImapBackend(provider.GetRequiredService<MailStore>(), provider.GetRequiredService<Authenticator>(), provider.GetRequiredService<SaslMechanisms>())
        {
            Sessions = provider.GetRequiredService<SessionRegistry>(),
            Roles = provider.GetRequiredService<RoleService>(),
        });
    }

    private static ImapProtocol EngineOf(AetherSettings settings, ImapListenerSettings listener, IServiceProvider provider)
    {
        var options = new ImapOptions(
            settings.Limits.Imap, settings.Security.PlaintextLogin, settings.Smtp.MaxMessageSize.Bytes, settings.Limits.Logins.FailuresPerSession)
        {
            SearchBudget = settings.Limits.Imap.Search,
            Without = listener.Without,
            WithoutFor = settings.Imap.Accounts.DistinctBy(static account => account.Address.ToLowerInvariant()).ToDictionary(static account => account.Address.ToLowerInvariant(), static account => account.Without),
            Administrators = settings.Imap.Administrators.Select(static address => address.ToLowerInvariant()).ToHashSet(),
            Homes = settings.Imap.Homes.DistinctBy(static home => home.Account.ToLowerInvariant()).ToDictionary(static home => home.Account.ToLowerInvariant(), static home => home.Server),
            SharedAccount = settings.Imap.SharedAccount.ToLowerInvariant(),
            MaxPlainLiteral = listener.Literals is ImapLiterals.Minus ? SmallLiteral : long.MaxValue,
        };
        return new ImapProtocol(
            provider.GetRequiredService<ImapBackend>(),
            options,
            provider.GetRequiredService<ImapMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ImapProtocol>>());
    }

    public static IEnumerable<MailListener> Listeners(AetherSettings settings, PendingLogins pending, IServiceProvider provider)
    {
        var limits = new ConnectionLimits(OpenFiles.Share(settings, settings.Imap.MaxConnections), settings.Limits.Connections.PerAddress);
        byte[] busy = Encoding.ASCII.GetBytes("* BYE Too many connections, try again later\r\n");
        foreach (var listener in settings.Imap.Listeners)
        {
            yield return new MailListener
            {
                Protocol = "imap",
                Address = ListenAddress.Of(listener.Address),
                Port = listener.Port,
                Tls = listener.Tls,
                Engine = EngineOf(settings, listener, provider),
                Busy = busy,
                Limits = limits,
                Pending = pending,
            };
        }
    }
}
