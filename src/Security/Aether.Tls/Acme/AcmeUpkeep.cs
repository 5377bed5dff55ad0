using System.Security.Cryptography;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Acme;

/// <summary>Looks twice a day whether a certificate is due. After a failure it tries again sooner, then less and less often: authorities count failures.</summary>
internal sealed partial class AcmeUpkeep(AcmeService acme, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<AcmeUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(12);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken); // the authority asks this server: it has to listen
            var pause = FirstPause;
            while (true)
            {
                bool isWell = await LookAsync(stoppingToken);
                pause = isWell ? FirstPause : pause * 2 < Interval ? pause * 2 : Interval;
                await Task.Delay((isWell ? Interval : pause) * (0.8 + (RandomNumberGenerator.GetInt32(400) / 1000.0)), clock, stoppingToken);
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

    private async Task<bool> LookAsync(CancellationToken ct)
    {
        try
        {
            await acme.LookAsync(ct);
            return true;
        }
        catch (Exception refused) when (refused is AcmeException or CertificateException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            LogFailed(logger, refused.Message);
            return false;
        }
    }

    [LoggerMessage(1312, LogLevel.Error, "CertificateNotRenewed: {Reason}. What was there goes on serving")]
    private static partial void LogFailed(ILogger logger, string reason);
}
