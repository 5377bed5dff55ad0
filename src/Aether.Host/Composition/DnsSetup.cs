using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>The one resolver of a process.</summary>
internal static class DnsSetup
{
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
