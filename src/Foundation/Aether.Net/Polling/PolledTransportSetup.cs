using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Net.Polling;

/// <summary>Puts <see cref="PolledTransport"/> into an application.</summary>
public static class PolledTransportSetup
{
    /// <summary>Mail listeners of this application are polled where the system is Linux.</summary>
    public static void AddPolledTransport(this IServiceCollection services)
    {
        if (OperatingSystem.IsLinux())
            services.AddSingleton<IConnectionListenerFactory, PolledTransport>();
    }
}
