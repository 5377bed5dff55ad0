using Aether.Storage;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Aether.Tls.Dane;
using Aether.Tls.Following;
using Aether.Tls.Imports;
using Aether.Tls.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aether.Tls;

/// <summary>What this project offers the host.</summary>
public static class TlsServices
{
    public static IServiceCollection AddTls(this IServiceCollection services, CertificateOptions options, DaneOptions dane) => services
        .AddSingleton(options)
        .AddSingleton(dane)
        .AddSingleton<CertificateSource>()
        .AddSingleton(static provider => new CertificateVault(provider.GetRequiredService<MailStore>().Certificates, provider.GetRequiredService<CertificateSeal>(), provider.GetRequiredService<ILogger<CertificateVault>>()))
        .AddSingleton<ImportedCertificates>()
        .AddSingleton<PinnedKeys>()
        .AddSingleton(static provider => new CertificateRenewal(provider.GetService<AcmeService>(), provider.GetRequiredService<CertificateVault>()));

    /// <summary>Fetches a certificate and keeps it good.</summary>
    public static IServiceCollection AddAcme(this IServiceCollection services, AcmeOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => new AcmeChallenges(options.Proof, provider.GetRequiredService<CertificateVault>(), provider.GetRequiredService<MailStore>().IsShared, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<CertificateCopy>()
        .AddSingleton(static provider => provider.GetRequiredService<MailStore>().Leases)
        .AddSingleton<AcmeParts>()
        .AddSingleton<AcmeService>();

    /// <summary>Renews what <see cref="AddAcme"/> fetches, while a server runs.</summary>
    public static IServiceCollection AddAcmeUpkeep(this IServiceCollection services) => services
        .AddSingleton<RenewalMetrics>()
        .AddHostedService<AcmeUpkeep>();

    /// <summary>Looks after certificates while a server runs.</summary>
    public static IServiceCollection AddTlsUpkeep(this IServiceCollection services) =>
        services.AddSingleton<CertificateMetrics>()
            .AddHostedService(static provider => new CertificateFollower(
                provider.GetRequiredService<ImportedCertificates>(), provider.GetService<CertificateCopy>(), provider.GetRequiredService<MailStore>().IsShared, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<CertificateFollower>>()))
            .AddHostedService<CertificateWatch>();
}
