using Aether.Storage;
using Aether.Tls.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Acme;

/// <summary>Takes in what another node fetched: before this one serves, and within seconds then.</summary>
internal sealed partial class CertificateFollower(CertificateCopy copy, bool isShared, TimeProvider clock, ILogger<CertificateFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!isShared)
            return; // nobody else fetches any
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            if (await copy.FollowAsync(ct))
                LogTaken(logger);
        }
        catch (StoreUnavailableException)
        {
            // The store says so itself; what is here serves.
        }
        catch (Exception unusable) when (unusable is CertificateException or IOException or UnauthorizedAccessException)
        {
            LogKept(logger, unusable.Message);
        }
    }

    [LoggerMessage(1314, LogLevel.Information, "CertificateTaken from the store: it serves from the next handshake on")]
    private static partial void LogTaken(ILogger logger);

    [LoggerMessage(1315, LogLevel.Error, "The certificate of the store can't be taken in, the one before goes on serving: {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);
}
