using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Validation.Bimi;
using Aether.Validation.Checks;
using Aether.Validation.Dkim;
using Aether.Validation.Dmarc;
using Aether.Validation.Domains;
using Aether.Validation.Lookups;
using Aether.Validation.Spf;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>The checks of senders as the configuration wants them.</summary>
internal static class SenderSetup
{
    public static void AddSenderChecks(this IServiceCollection services, LoadedConfiguration configuration)
    {
        if (!configuration.Settings.Senders.Check)
            return;
        var options = Options(configuration);
        services.AddIndicators(configuration);
        services.AddSingleton(provider => new SenderChecks(
            provider.GetRequiredService<IDnsResolver>(), options, provider.GetRequiredService<ValidationMetrics>(), provider.GetRequiredService<TimeProvider>())
        {
            Indicators = provider.GetService<BimiIndicators>(),
        });
    }

    public static CheckOptions Options(LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var senders = settings.Senders;
        var limits = settings.Limits.Dns;
        return new CheckOptions(settings.Hostname)
        {
            DmarcMode = senders.Organizations is OrganizationMode.PublicSuffix ? DmarcMode.PublicSuffix : DmarcMode.TreeWalk,
            Suffixes = Suffixes(senders.PublicSuffixList, configuration.DataFolder),
            AppliesDmarc = senders.ApplyDmarc,
            RejectsSpfFail = senders.RejectSpfFail,
            DefersOnDnsFailure = settings.Security.OnDnsFailure is DnsFailurePolicy.TempFail,
            DmarcExceptions = senders.DmarcExceptions.Select(Normal).ToHashSet(),
            TrustedSealers = senders.TrustedSealers.Select(Normal).ToHashSet(),
            Lookups = new LookupLimits { Questions = limits.Questions, Patience = limits.Total },
            Spf = new SpfLimits { Lookups = limits.SpfLookups, VoidLookups = limits.SpfVoidLookups, Names = limits.SpfNames },
            Dkim = new DkimLimits { Signatures = limits.Signatures },
        };
    }

    private static PublicSuffixList Suffixes(string path, string dataFolder)
    {
        if (path.Length == 0)
            return PublicSuffixList.Shipped;
        using var reader = File.OpenText(Path.GetFullPath(path, dataFolder));
        return PublicSuffixList.Read(reader);
    }

    private static string Normal(string name) => DomainName.TryNormalize(name, out var normal) ? normal : name;
}
