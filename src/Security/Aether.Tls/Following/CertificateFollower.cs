using Aether.Storage;
using Aether.Tls.Acme;
using Aether.Tls.Certificates;
using Aether.Tls.Imports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Tls.Following;

/// <summary>Takes in what another node fetched, or somebody put into the store: before this one serves, and within seconds then.</summary>
/// <param name="fetched">Null: none is.</param>
internal sealed partial class CertificateFollower(ImportedCertificates imported, CertificateCopy? fetched, bool isShared, TimeProvider clock, ILogger<CertificateFollower> logger) : BackgroundService
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
            return; // nobody else brings any
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
        await LookAsync(imported.FollowAsync, ct);
        if (fetched is not null)
            await LookAsync(fetched.FollowAsync, ct);
    }

    private async Task LookAsync(Func<CancellationToken, Task<bool>> follow, CancellationToken ct)
    {
        try
        {
            if (await follow(ct))
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

    [LoggerMessage(1314, LogLevel.Information, "CertificateTaken from the store: what it has serves from the next handshake on")]
    private static partial void LogTaken(ILogger logger);

    [LoggerMessage(1315, LogLevel.Error, "The certificate of the store can't be taken in, the one before goes on serving: {Reason}")]
    private static partial void LogKept(ILogger logger, string reason);
}
