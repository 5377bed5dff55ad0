using System.Security.Cryptography;
using Aether.Storage;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Acme;

/// <summary>Looks twice a day whether a certificate is due. After a failure it tries again sooner, then less and less often, whichever node does: authorities count failures.</summary>
internal sealed partial class AcmeUpkeep(AcmeService acme, AcmeParts parts, RenewalMetrics metrics, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<AcmeUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan WhenAway = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Watch(acme);
        try
        {
            await StartedAsync(stoppingToken); // the authority asks this server: it has to listen
            while (true)
            {
                var pause = await LookAsync(stoppingToken);
                await Task.Delay(pause * (1 + (RandomNumberGenerator.GetInt32(100) / 1000.0)), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(ct);
    }

    /// <returns>When to look again.</returns>
    private async Task<TimeSpan> LookAsync(CancellationToken ct)
    {
        try
        {
            await acme.LookAsync(ct);
            return acme.NextLook;
        }
        catch (StoreUnavailableException away)
        {
            LogPutOff(logger, away.Message);
            return WhenAway;
        }
        catch (Exception refused) when (refused is AcmeException or CertificateException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            LogFailed(logger, acme.FailedAttempts, refused.Message, parts.Certificates.Facts[^1].NotAfter);
            return acme.NextLook;
        }
    }

    [LoggerMessage(1312, LogLevel.Error, "CertificateNotRenewed at attempt {Attempts}: {Reason}. What was there goes on serving, until {End:u}")]
    private static partial void LogFailed(ILogger logger, int attempts, string reason, DateTimeOffset end);

    [LoggerMessage(1313, LogLevel.Warning, "Looking after the certificate is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
