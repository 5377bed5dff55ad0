using Aether.Storage;
using Aether.Storage.Search;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aether.Host.Composition;

/// <summary>Keeps the search index up with the store while the server runs.</summary>
/// <param name="metrics">Built with it, so that the index is seen from the start.</param>
internal sealed partial class SearchUpkeep(MailStore store, SearchMetrics metrics, TimeProvider clock, ILogger<SearchUpkeep> logger) : BackgroundService
{
    /// <summary>Wait after the disk was full.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>What the index tells of itself.</summary>
    public SearchMetrics Metrics { get; } = metrics;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first batch is CPU work: it must not hold up the start of the others.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await store.Search.Indexer.RunAsync(stoppingToken);
            }
            catch (StoreUnavailableException reason)
            {
                LogPutOff(logger, reason.Message);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return; // The index goes on from its cursor after the next start.
            }
        }
    }

    [LoggerMessage(1421, LogLevel.Warning, "Indexing for search is put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);
}
