using Aether.Configuration.Loading;
using Aether.Monitoring.Health;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>What must be well before this node takes mail.</summary>
internal static class Readiness
{
    /// <summary>Below it a full disk is near.</summary>
    private const long LeastFreeBytes = 64L << 20;

    public static void AddReadiness(this IServiceCollection services, LoadedConfiguration configuration, MailStore store)
    {
        services.AddSingleton(new ReadinessCheck("store", async ct =>
        {
            await store.Queue.NextDueAsync(ct);
            return null;
        }));
        services.AddSingleton(new ReadinessCheck("disk", _ =>
        {
            long free = new DriveInfo(configuration.DataFolder).AvailableFreeSpace;
            return ValueTask.FromResult(free < LeastFreeBytes ? $"{free >> 20} MiB left for {configuration.DataFolder}" : null);
        }));
    }
}
