using System.Diagnostics.Metrics;

namespace Aether.Tls.Acme;

/// <summary>Whether orders fail, so that an alarm can be set on it.</summary>
internal sealed class RenewalMetrics(IMeterFactory meters)
{
    private readonly Meter meter = meters.Create("Aether.Tls");

    public void Watch(AcmeService acme) => meter.CreateObservableGauge(
        "aether.tls.renewal.failures", () => acme.FailedAttempts, "{attempt}", "Orders for a certificate that failed since one did not.");
}
