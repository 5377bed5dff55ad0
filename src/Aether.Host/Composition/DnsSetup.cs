using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Dns.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>The one resolver of a process, and the zones it may change.</summary>
internal static class DnsSetup
{
    /// <summary>The zones that may be changed.</summary>
    public static DnsZones Zones(AetherSettings settings) => new([.. settings.Dns.Updates.Select(static update => new DnsUpdater(
        update.Server, update.Zone.TrimEnd('.').ToLowerInvariant(), new TsigKey(update.Key, update.Algorithm, Convert.FromBase64String(update.Secret.Reveal())), TimeProvider.System))]);

    public static void AddDns(this IServiceCollection services, AetherSettings settings) => services.AddSingleton<IDnsResolver>(provider => new DnsResolver(
        new DnsOptions
        {
            Servers = [.. settings.Dns.Resolvers.Select(resolver => resolver.Address)],
            Validating = [.. settings.Dns.Resolvers.Where(resolver => resolver.Validating).Select(resolver => resolver.Address)],
            MaxAnswer = (int)settings.Limits.Dns.Answer.Bytes,
            MaxAliases = settings.Limits.Dns.Aliases,
        },
        provider.GetRequiredService<TimeProvider>()));
}
