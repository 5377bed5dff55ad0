using System.Text;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Net.Connections;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Smtp;
using Aether.Smtp.Session;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using EngineFullMailbox = Aether.Smtp.Session.FullMailboxPolicy;
using EngineKind = Aether.Smtp.Session.SmtpListenerKind;
using EnginePlaintextLogin = Aether.Smtp.Session.PlaintextLogin;
using ListenerKind = Aether.Configuration.Schema.SmtpListenerKind;

namespace Aether.Host.Composition;

/// <summary>SMTP as the configuration wants it: one engine a kind, all ports under one count.</summary>
internal static class SmtpSetup
{
    public static void AddSmtp(this IServiceCollection services, LoadedConfiguration configuration)
    {
        services.AddSingleton<SmtpMetrics>();
        services.AddSingleton(provider => new SmtpBackend(
            provider.GetRequiredService<MailStore>(), provider.GetRequiredService<RecipientResolver>(), provider.GetRequiredService<SaslMechanisms>()));
        foreach (var kind in (EngineKind[])[EngineKind.Mx, EngineKind.Submission])
        {
            services.AddKeyedSingleton<IMailProtocol>(kind, (provider, _) => new SmtpProtocol(
                Options(configuration.Settings, kind),
                provider.GetRequiredService<SmtpBackend>(),
                provider.GetRequiredService<SmtpMetrics>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SmtpProtocol>>()));
        }
    }

    public static IEnumerable<MailListener> Listeners(AetherSettings settings, PendingLogins pending, IServiceProvider provider)
    {
        var limits = new ConnectionLimits(settings.Smtp.MaxConnections, settings.Limits.Connections.PerAddress);
        byte[] busy = Encoding.ASCII.GetBytes($"421 4.7.0 {settings.Hostname} Too many connections, try again later\r\n");
        foreach (var listener in settings.Smtp.Listeners.Where(listener => listener.Kind is not ListenerKind.Lmtp))
        {
            var kind = listener.Kind is ListenerKind.Mx ? EngineKind.Mx : EngineKind.Submission;
            yield return new MailListener
            {
                Protocol = listener.Kind is ListenerKind.Mx ? "smtp" : "submission",
                Address = ListenAddress.Of(listener.Address),
                Port = listener.Port,
                Tls = listener.Tls,
                Engine = provider.GetRequiredKeyedService<IMailProtocol>(kind),
                Busy = busy,
                Limits = limits,
                Pending = kind is EngineKind.Submission ? pending : null,
                StressPatience = settings.Limits.Smtp.StressIdle,
            };
        }
    }

    private static SmtpOptions Options(AetherSettings settings, EngineKind kind) => new(settings.Hostname, kind)
    {
        PlaintextLogin = Enum.Parse<EnginePlaintextLogin>(settings.Security.PlaintextLogin.ToString()),
        QueueLifetime = settings.Limits.Queue.Lifetime,
        FullMailbox = Enum.Parse<EngineFullMailbox>(settings.Quotas.WhenFull.ToString()),
        Limits = Limits(settings),
    };

    private static SmtpLimits Limits(AetherSettings settings)
    {
        var limits = settings.Limits.Smtp;
        return new SmtpLimits
        {
            MaxCommandLine = (int)limits.CommandLine.Bytes,
            MaxAuthLine = (int)limits.AuthLine.Bytes,
            MaxTextLine = (int)limits.TextLine.Bytes,
            MaxMessageSize = settings.Smtp.MaxMessageSize.Bytes,
            MaxRecipients = limits.Recipients,
            MaxRecipientsAuthenticated = limits.UserRecipients,
            MaxHops = limits.ReceivedHops,
            SoftErrors = limits.SoftErrors,
            ErrorDelay = limits.ErrorDelay,
            HardErrors = limits.HardErrors,
            MaxAuthFailures = settings.Limits.Logins.FailuresPerSession,
            MaxBadRecipients = limits.UnknownRecipients,
            IdleTimeout = limits.Idle,
            SessionTimeout = limits.Session,
            MinDataRate = (int)limits.MinRate.Bytes,
        };
    }
}
