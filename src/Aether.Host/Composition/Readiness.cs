using Aether.Configuration.Loading;
using Aether.Monitoring.Health;
using Aether.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>What must be well before this node takes mail.</summary>
internal static class Readiness
{
    public static void AddReadiness(this IServiceCollection services, LoadedConfiguration configuration, MailStore store)
    {
        services.AddSingleton(new ReadinessCheck("store", async ct =>
        {
            try
            {
                await store.Queue.NextDueAsync(ct);
                return store.Trouble;
            }
            catch (StoreUnavailableException reason)
            {
                return store.Trouble ?? reason.Message;
            }
        }));
        services.AddSingleton(new ReadinessCheck("disk", _ =>
            ValueTask.FromResult(store.Space.Missing is > 0 and var missing ? $"no new mail is taken: {(missing >> 20) + 1} MiB have to be freed for {configuration.DataFolder}" : null)));
    }
}
