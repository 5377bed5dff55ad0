using System.Net;
using System.Net.NetworkInformation;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Identity.Recipients;
using Aether.Queue;
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
        services.AddSingleton<QueueMetrics>();
        services.AddSingleton<IDnsResolver>(provider => new DnsResolver(
            new DnsOptions { Servers = [.. settings.Dns.Resolvers.Select(resolver => resolver.Address)] }, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new QueueBackend(
            provider.GetRequiredService<MailStore>(), provider.GetRequiredService<RecipientResolver>(), provider.GetRequiredService<IDnsResolver>()));
        services.AddSingleton(Options(settings));
        services.AddHostedService<QueueWorker>();
    }

    private static QueueOptions Options(AetherSettings settings)
    {
        var limits = settings.Limits.Queue;
        return new QueueOptions(settings.Hostname)
        {
            MinBackoff = limits.FirstRetry,
            MaxBackoff = limits.LastRetry,
            ReportLifetime = limits.Lifetime,
            MaxDeliveries = settings.Queue.MaxDeliveries,
            MaxActive = limits.Active,
            StartPerDestination = limits.FirstPerDestination,
            MaxPerDestination = limits.PerDestination,
            DrainTime = settings.Limits.Connections.Drain,
            Routing = new RoutingOptions
            {
                Rules = [.. settings.Routes.Select(Rule)],
                Port = settings.Queue.Port,
                OwnAddresses = [.. OwnAddresses(settings)],
                AllowedNetworks = settings.Queue.AllowedNetworks,
            },
        };
    }

    private static RouteRule Rule(RouteSettings route) =>
        new(route.RecipientDomain, [.. route.Via.Select(hop => new NextHop(hop.Host, hop.Port, Enum.Parse<TlsPolicy>(hop.Tls.ToString()), HopOrigin.Configuration))]);

    /// <summary>Where an exchanger would be ourselves (case R06): our addresses, if we listen there on the port that exchangers are asked on.</summary>
    private static IEnumerable<IPAddress> OwnAddresses(AetherSettings settings) => settings.Smtp.Listeners
        .Where(listener => listener.Kind is SmtpListenerKind.Mx && listener.Port == settings.Queue.Port)
        .SelectMany(listener => ListenAddress.Of(listener.Address) is { } address ? [address] : AddressesOfThisMachine())
        .Distinct();

    private static IEnumerable<IPAddress> AddressesOfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address);
}
