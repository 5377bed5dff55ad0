using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Tls;

/// <summary>What this project offers the host.</summary>
public static class TlsServices
{
    public static IServiceCollection AddTls(this IServiceCollection services, CertificateOptions options) =>
        services.AddSingleton(options).AddSingleton<CertificateSource>().AddSingleton(provider => new CertificateRenewal(provider.GetService<AcmeService>()));

    /// <summary>Fetches a certificate and keeps it good.</summary>
    public static IServiceCollection AddAcme(this IServiceCollection services, AcmeOptions options) =>
        services.AddSingleton(options).AddSingleton<AcmeChallenges>().AddSingleton<AcmeService>();

    /// <summary>Renews what <see cref="AddAcme"/> fetches, while a server runs.</summary>
    public static IServiceCollection AddAcmeUpkeep(this IServiceCollection services) => services.AddHostedService<AcmeUpkeep>();

    /// <summary>Looks after certificates while a server runs.</summary>
    public static IServiceCollection AddTlsUpkeep(this IServiceCollection services) =>
        services.AddSingleton<CertificateMetrics>().AddHostedService<CertificateWatch>();
}
