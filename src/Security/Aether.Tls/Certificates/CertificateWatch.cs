using Aether.Tls.Ciphers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Certificates;

/// <summary>
/// Looks at the files of certificates now and then and takes new ones in: what certbot, lego or a colleague put there serves the next
/// handshake, and running sessions go on. Looking at times and sizes notices links that turn, which watchers of folders miss.
/// </summary>
internal sealed partial class CertificateWatch(CertificateSource certificates, CertificateMetrics metrics, TimeProvider clock, ILogger<CertificateWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await PlatformCiphers.ExamineAsync(cancellationToken);
        if (PlatformCiphers.Policy is not null)
            LogOthers(logger);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Watch(certificates);
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void Look()
    {
        try
        {
            certificates.ReloadIfChanged();
        }
        catch (CertificateException unusable)
        {
            LogKept(logger, unusable.Message);
        }
    }

    [LoggerMessage(1303, LogLevel.Warning, "The CipherString of this system's openssl.cnf takes other ciphers than ECDHE: ours are named at each handshake, which makes them slower; docs/security/certificates.md has a better one")]
    private static partial void LogOthers(ILogger logger);

    // Half of a pair may be new for a moment: the next look finds the other half.
    [LoggerMessage(1302, LogLevel.Error, "The certificates that were loaded go on serving: {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);
}
