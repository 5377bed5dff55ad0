using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Aether.Monitoring.Metrics;

/// <summary>Collects what the meters of all parts count, and shows it to Prometheus.</summary>
public static class MetricsSetup
{
    /// <summary>
    /// Of an instrument whose tags are words of ours: no more than verbs of IMAP and how they ended. Room for all is taken at the start: the framework's 2,000 for each took seven megabytes
    /// that nobody wrote to.
    /// </summary>
    private const int MostSeries = 250;

    /// <summary>Of the runtime's own instruments, which have few tags or none.</summary>
    private const int MostOfRuntime = 50;

    private const string Runtime = "System.Runtime";

    /// <summary>Their tags are names of others.</summary>
    private static readonly string[] Many = ["aether.queue.destination.depth", "aether.tls.certificate.expires"];

    public static IServiceCollection AddAetherMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("aether")).WithMetrics(metrics => metrics
            .AddMeter("Aether.*", Runtime)
            .AddView(static instrument => Many.Contains(instrument.Name) ? null : new MetricStreamConfiguration { CardinalityLimit = instrument.Meter.Name is Runtime ? MostOfRuntime : MostSeries })
            .AddPrometheusExporter());
        return services;
    }

    /// <summary><c>/metrics</c> answers this machine and <paramref name="networks"/>; to others it does not exist.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes, IReadOnlyList<IPNetwork> networks)
    {
        var scrape = routes.CreateApplicationBuilder();
        scrape.UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true);
        var answer = scrape.Build();
        routes.MapGet("/metrics", context =>
        {
            if (IsAllowed(context.Connection.RemoteIpAddress, networks))
                return answer(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    internal static bool IsAllowed(IPAddress? address, IReadOnlyList<IPNetwork> networks)
    {
        if (address is null)
            return true; // the local socket
        var peer = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(peer) || networks.Any(network => network.Contains(peer));
    }
}
