using System.Diagnostics.Metrics;

namespace Aether.Tls.Certificates;

/// <summary>When certificates end, so that an alarm can be set on it.</summary>
internal sealed class CertificateMetrics(IMeterFactory meters, TimeProvider clock)
{
    private readonly Meter meter = meters.Create("Aether.Tls");

    public void Watch(CertificateSource certificates) => meter.CreateObservableGauge(
        "aether.tls.certificate.expires",
        () => certificates.Facts.Select(certificate => new Measurement<double>((certificate.NotAfter - clock.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>("name", certificate.Names is [var first, ..] ? first : certificate.Subject))),
        "s",
        "Time until a certificate in use ends.");
}
