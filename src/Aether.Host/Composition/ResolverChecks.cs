using System.Net;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Monitoring.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>What <c>aether doctor</c> says of the name servers.</summary>
internal static class ResolverChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddResolverChecks(this IServiceCollection services, AetherSettings settings)
    {
        if (settings.Dns.Resolvers.Count == 0)
            services.AddSingleton(new DoctorCheck("dns", static _ => Task.FromResult(new DoctorFinding(true, "the system's resolvers are asked; name one in dns.resolvers to have its DNSSEC answers believed"))));
        foreach (var resolver in settings.Dns.Resolvers)
            services.AddSingleton(new DoctorCheck($"dns {resolver.Address}", async ct => Find(resolver, await ResolverExamination.RunAsync(resolver.Address, Patience, ct))));
    }

    internal static DoctorFinding Find(ResolverSettings resolver, ResolverState state) => (resolver.Validating, state) switch
    {
        (_, ResolverState.Silent) => new DoctorFinding(false, "does not answer: mail is taken without checks of its senders, and none goes out by MX"),
        (true, ResolverState.Answers) => new DoctorFinding(false, "is marked \"validating\" and does not validate: install one that does, such as unbound, or take the mark away"),
        (true, _) when !IPAddress.IsLoopback(resolver.Address.Address) => new DoctorFinding(false, "validates, but is not on this machine: whoever is on the way can forge its AD bit"),
        (true, _) => new DoctorFinding(true, "answers and validates"),
        (false, ResolverState.Validates) => new DoctorFinding(true, "answers and validates; mark it \"validating\": true to have that believed, if nobody else is on the way to it"),
        _ => new DoctorFinding(true, "answers; it does not validate, so nothing is believed by DNSSEC"),
    };
}
