using Aether.Tls.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Tls;

/// <summary>What this project offers the host.</summary>
public static class TlsServices
{
    public static IServiceCollection AddTls(this IServiceCollection services, CertificateOptions options) =>
        services.AddSingleton(options).AddSingleton<CertificateSource>();
}
