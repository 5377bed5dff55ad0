using Aether.Monitoring.Health;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace Aether.Host.Composition;

/// <summary>What <c>aether doctor</c> says of certificates.</summary>
internal static class CertificateChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static void AddCertificateChecks(this IServiceCollection services) => services.AddSingleton(static provider => new DoctorCheck("certificates", async ct =>
    {
        var now = provider.GetRequiredService<TimeProvider>().GetUtcNow();
        var ending = provider.GetRequiredService<CertificateSource>().Facts.Where(one => one.NotAfter - now < Soon).ToList();
        if (await provider.GetRequiredService<CertificateRenewal>().FindTroubleAsync(ct) is { } trouble)
            return new DoctorFinding(false, $"none can be fetched since {trouble.Since:u}: {trouble.Reason}");
        return ending.Count > 0
            ? new DoctorFinding(false, string.Join("; ", ending.Select(one => $"the one for {string.Join(' ', one.Names)} ends {one.NotAfter:u}")))
            : new DoctorFinding(true, "all are good for two weeks and longer");
    }));
}
