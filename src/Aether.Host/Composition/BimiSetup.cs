using System.Security.Cryptography.X509Certificates;
using Aether.Configuration.Loading;
using Aether.Configuration.Schema;
using Aether.Dns.Resolving;
using Aether.Http.Guarded;
using Aether.Validation.Bimi;
using Aether.Validation.Checks;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>Indicators as the configuration wants them.</summary>
internal static class BimiSetup
{
    public static void AddIndicators(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        if (!settings.Senders.Bimi.Check)
            return;
        var options = Options(configuration);
        services.AddSingleton(provider => new BimiIndicators(options, NewHttp(settings, provider), NewListHttp(settings, provider), provider.GetRequiredService<TimeProvider>())
        {
            Observer = provider.GetRequiredService<ValidationMetrics>().Fetched,
        });
    }

    public static BimiOptions Options(LoadedConfiguration configuration)
    {
        var settings = configuration.Settings;
        var limits = settings.Limits.Bimi;
        return new BimiOptions
        {
            Roots = settings.Senders.Bimi.Roots.Length == 0 ? [] : Read(configuration.PathOf(settings.Senders.Bimi.Roots)),
            NeedsCertificate = settings.Senders.Bimi.RequireCertificate,
            MaxImage = (int)limits.Indicator.Bytes,
            MaxCertificate = (int)limits.Certificate.Bytes,
            Revocation = settings.Senders.Bimi.Revocation switch { RevocationMode.Require => BimiRevocation.Require, RevocationMode.Prefer => BimiRevocation.Prefer, _ => BimiRevocation.Off },
            MaxWritten = (int)limits.Written.Bytes,
            Wait = limits.Wait,
            Lifetime = limits.Lifetime,
            Fetches = limits.Fetches,
            Cache = limits.Cache.Bytes,
        };
    }

    private static IReadOnlyList<X509Certificate2> Read(string path)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(path);
        return [.. roots];
    }

    private static GuardedHttp NewHttp(AetherSettings settings, IServiceProvider provider) =>
        NewHttp(settings, provider, new GuardedHttpOptions { MaxAnswer = (int)Math.Max(settings.Limits.Bimi.Indicator.Bytes, settings.Limits.Bimi.Certificate.Bytes) });

    // RFC 5280 §4.2.1.13: authorities publish lists over HTTP, as what is needed for TLS can't be had over TLS.
    private static GuardedHttp NewListHttp(AetherSettings settings, IServiceProvider provider) =>
        NewHttp(settings, provider, new GuardedHttpOptions { MaxAnswer = (int)settings.Limits.Bimi.RevocationList.Bytes, AllowsPlain = true });

    private static GuardedHttp NewHttp(AetherSettings settings, IServiceProvider provider, GuardedHttpOptions options) => new(
        options with { AllowedNetworks = settings.Queue.AllowedNetworks, Patience = settings.Limits.Bimi.Fetch }, provider.GetRequiredService<IDnsResolver>(), provider.GetRequiredService<TimeProvider>());
}
