using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Identity.Recipients;
using Aether.Queue;
using Aether.Queue.Policies;
using Aether.Queue.Reports;
using Aether.Queue.Returns;
using Aether.Queue.Schedule;
using Aether.Queue.Settings;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>The queue's worker as the configuration wants it.</summary>
internal static class QueueSetup
{
    public static void AddQueueWorker(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        services.AddSingleton(provider => new QueueBackend(
            provider.GetRequiredService<MailStore>(), provider.GetRequiredService<RecipientResolver>(), provider.GetRequiredService<IDnsResolver>())
        {
            Policies = Policies(provider, settings.Queue),
            Intake = ReportSetup.AddressOf(settings) is null ? null : provider.GetRequiredService<ReportIntake>(),
        });
        services.AddSingleton(Options(settings));
        services.AddHostedService<QueueWorker>();
        if (settings.Reports.Tls || settings.Reports.Dmarc || settings.Reports.Failures)
            services.AddHostedService<ReportUpkeep>();
        services.AddSingleton<QueueMetrics>();
        services.AddHostedService(provider => new DepthWatch(provider.GetRequiredService<MailStore>().Queue, provider.GetRequiredService<QueueMetrics>(), provider.GetRequiredService<TimeProvider>()));
    }

    private static StsPolicies Policies(IServiceProvider provider, QueueSettings queue)
    {
        var (dns, clock) = (provider.GetRequiredService<IDnsResolver>(), provider.GetRequiredService<TimeProvider>());
        var http = new GuardedHttp(new GuardedHttpOptions { AllowedNetworks = queue.AllowedNetworks }, dns, clock);
        return new StsPolicies(Transport(queue), provider.GetRequiredService<MailStore>().TlsPolicies, http, dns, clock);
    }

    private static TransportOptions Transport(QueueSettings queue) => new() { Dane = queue.Dane, MtaSts = queue.MtaSts, PolicyPort = queue.PolicyPort };

    /// <summary>What follows of addresses that do not exist.</summary>
    public static ReturnOptions Returns(QueueSettings queue) => new()
    {
        SuppressFor = queue.SuppressFor,
        VerpSenders = queue.Verp.Senders,
        Verp = queue.Verp.Key.Reveal() is { Length: > 0 } key ? new VerpAddress(Encoding.UTF8.GetBytes(key)) : null,
    };

    /// <summary>What this node is called where one is to be drained.</summary>
    public static string Node(AetherSettings settings) => settings.Queue.Node.Length == 0 ? Environment.MachineName : settings.Queue.Node;

    private static QueueOptions Options(AetherSettings settings)
    {
        var limits = settings.Limits.Queue;
        return new QueueOptions(settings.Hostname)
        {
            Node = Node(settings),
            MinBackoff = limits.FirstRetry,
            MaxBackoff = limits.LastRetry,
            Retries = [.. settings.Queue.Retries.Select(RetrySetup.Rule)],
            Profiles = [.. settings.Queue.Profiles.Select(RetrySetup.Profile)],
            Returns = Returns(settings.Queue),
            ReportLifetime = limits.Lifetime,
            DelayNotice = limits.DelayNotice,
            DeadLetterLifetime = limits.DeadLetters,
            Lease = limits.Lease,
            MaxDeliveries = settings.Queue.MaxDeliveries,
            MaxActive = limits.Active,
            StartPerDestination = limits.FirstPerDestination,
            MaxPerDestination = limits.PerDestination,
            Outbound = new OutboundOptions { KeepOpen = settings.Queue.KeepOpen },
            Transport = Transport(settings.Queue) with { Reports = settings.Reports.Tls },
            DrainTime = settings.Limits.Connections.Drain,
            Routing = new RoutingOptions
            {
                Rules = [.. settings.Routes.Select(route => RouteSetup.Rule(route, settings.Queue))],
                Source = RouteSetup.Pool(settings.Queue, settings.Queue.Source),
                Port = settings.Queue.Port,
                OwnAddresses = [.. OwnAddresses(settings)],
                AllowedNetworks = settings.Queue.AllowedNetworks,
            },
        };
    }

    /// <summary>Where an exchanger would be ourselves (case R06): our addresses, if we listen there on the port that exchangers are asked on.</summary>
    private static IEnumerable<IPAddress> OwnAddresses(AetherSettings settings) => settings.Smtp.Listeners
        .Where(listener => listener.Kind is SmtpListenerKind.Mx && !listener.Address.StartsWith("unix:", StringComparison.Ordinal) && listener.Port == settings.Queue.Port)
        .SelectMany(listener => ListenAddress.Of(listener.Address) is { } address ? [address] : AddressesOfThisMachine())
        .Distinct();

    private static IEnumerable<IPAddress> AddressesOfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address);
}
