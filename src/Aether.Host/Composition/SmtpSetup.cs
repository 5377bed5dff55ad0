using System.Text;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Identity.Recipients;
using Aether.Identity.Sasl;
using Aether.Identity.Sessions;
using Aether.Imap.Commands.Urls;
using Aether.Net.Connections;
using Aether.Net.Limits;
using Aether.Net.Listeners;
using Aether.Queue.Returns;
using Aether.Smtp;
using Aether.Smtp.Session;
using Aether.Storage;
using Aether.Validation.Checks;
using Aether.Validation.Failures;
using Aether.Validation.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using EngineFullMailbox = Aether.Smtp.Session.FullMailboxPolicy;
using EngineKind = Aether.Smtp.Session.SmtpListenerKind;
using EnginePlaintextLogin = Aether.Smtp.Session.PlaintextLogin;
using EngineVerify = Aether.Smtp.Session.VerifyPolicy;

namespace Aether.Host.Composition;

/// <summary>SMTP as the configuration wants it: one engine a kind, all ports under one count.</summary>
internal static class SmtpSetup
{
    public static void AddSmtp(this IServiceCollection services, LoadedConfiguration configuration)
    {
        services.AddSingleton<SmtpMetrics>();
        services.AddSingleton(provider => new SmtpBackend(
            provider.GetRequiredService<MailStore>(), provider.GetRequiredService<RecipientResolver>(), provider.GetRequiredService<SaslMechanisms>())
        {
            Checks = provider.GetService<SenderChecks>(),
            CountsDmarc = configuration.Settings.Reports.Dmarc,
            Failures = configuration.Settings.Reports.Failures
                ? new FailureReporting(configuration.Settings.Reports.Redact ? new FailureRedaction() : null, (int)configuration.Settings.Limits.Reports.FailureHeader.Bytes)
                : null,
            Sessions = provider.GetRequiredService<SessionRegistry>(),
            Returns = new ReturnedMail(provider.GetRequiredService<MailStore>(), QueueSetup.Returns(configuration.Settings.Queue), provider.GetRequiredService<TimeProvider>()),
            Signer = provider.GetService<MessageSigner>(),
            Urls = new ImapUrlSource(new SubmittedUrls(provider.GetRequiredService<MailStore>(), configuration.Settings.Imap.SharedAccount.ToLowerInvariant(), provider.GetRequiredService<TimeProvider>())),
        });
        foreach (var kind in Enum.GetValues<EngineKind>())
        {
            services.AddKeyedSingleton<IMailProtocol>(kind, (provider, _) => new SmtpProtocol(
                Options(configuration.Settings, kind),
                provider.GetRequiredService<SmtpBackend>(),
                provider.GetRequiredService<SmtpMetrics>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SmtpProtocol>>()));
        }
    }

    public static IEnumerable<MailListener> Listeners(LoadedConfiguration configuration, PendingLogins pending, IServiceProvider provider)
    {
        var settings = configuration.Settings;
        var limits = new ConnectionLimits(OpenFiles.Share(settings, settings.Smtp.MaxConnections), settings.Limits.Connections.PerAddress);
        byte[] busy = Encoding.ASCII.GetBytes($"421 4.7.0 {settings.Hostname} Too many connections, try again later\r\n");
        foreach (var listener in settings.Smtp.Listeners)
        {
            var kind = Enum.Parse<EngineKind>(listener.Kind.ToString());
            var socket = ListenAddress.SocketOf(listener.Address, configuration);
            yield return new MailListener
            {
                Protocol = kind switch { EngineKind.Mx => "smtp", EngineKind.Submission => "submission", _ => "lmtp" },
                Address = socket is null ? ListenAddress.Of(listener.Address) : null,
                Port = listener.Port,
                Socket = socket,
                Proxies = listener.Proxy ? new NetworkSet(settings.Limits.ProxyNetworks) : null,
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
        Verify = Enum.Parse<EngineVerify>(settings.Smtp.Verify.ToString()),
        HonorsTlsOptional = settings.Queue.TlsOptional,
        RefusedSolicitations = settings.Smtp.NoSoliciting,
        Xclient = new NetworkSet(settings.Limits.XclientNetworks),
        Exempt = new NetworkSet(settings.Limits.ExemptNetworks),
        RelayDomains = [.. settings.Smtp.RelayDomains.Select(relay => new RelayDomain(relay.Domain, relay.Recipients))],
        Hooks = [.. settings.Smtp.Hooks.Select(Hook)],
        Rules = SiteRuleSetup.Rules(settings.Smtp),
        Rates = Rates(settings.Limits.Rates),
        Greylist = new GreylistOptions { Wait = settings.Smtp.Greylisting },
        UndoWindow = TimeSpan.FromSeconds(settings.Smtp.UndoSeconds),
        Limits = Limits(settings),
    };

    private static HookOptions Hook(HookSettings hook) => new(hook.Name, hook.Address)
    {
        Timeout = hook.Timeout,
        OnFailure = Enum.Parse<HookFailurePolicy>(hook.OnFailure.ToString()),
        Kinds = [.. hook.Kinds.Select(kind => Enum.Parse<EngineKind>(kind.ToString()))],
    };

    private static RateOptions Rates(RateLimitSettings rates) => new()
    {
        ConnectionsPerMinute = rates.Connections,
        NetworkConnectionsPerMinute = rates.NetworkConnections,
        MessagesPerHour = rates.Messages,
        SenderDomainMessagesPerHour = rates.SenderDomain,
        RecipientMessagesPerHour = rates.Recipient,
        UserMessagesPerHour = rates.UserMessagesPerHour,
        UserMessagesPerDay = rates.UserMessagesPerDay,
        UserRecipientsPerHour = rates.UserRecipientsPerHour,
        UserRecipientsPerDay = rates.UserRecipientsPerDay,
        DomainRecipientsPerDay = rates.DomainRecipientsPerDay,
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
            MaxHeader = (int)settings.Limits.Messages.Header.Bytes,
            MaxHops = limits.ReceivedHops,
            SoftErrors = limits.SoftErrors,
            ErrorDelay = limits.ErrorDelay,
            HardErrors = limits.HardErrors,
            MaxAuthFailures = settings.Limits.Logins.FailuresPerSession,
            MaxBadRecipients = limits.UnknownRecipients,
            IdleTimeout = limits.Idle,
            SessionTimeout = limits.Session,
            MinDataRate = (int)limits.MinRate.Bytes,
            GreetingWait = settings.Smtp.GreetingWait,
            MaxHold = limits.Hold,
            BulkRecipients = settings.Limits.Queue.BulkRecipients,
        };
    }
}
