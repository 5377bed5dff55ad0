using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Aether.Net.Polling;

/// <summary>
/// The connections of one listener, each from its accept to its end. Kestrel would queue a new one for the pool, which has to be woken, and looks round
/// for more work before it rests; here it begins where it was accepted.
/// </summary>
/// <param name="serve">What Kestrel would run: its middleware for this address, down to the session.</param>
/// <param name="logger">Hears of faults.</param>
internal sealed partial class ServedConnections(ConnectionDelegate serve, ILogger logger)
{
    /// <summary>Time to let go for those that were cut.</summary>
    private static readonly TimeSpan AfterCut = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly HashSet<PolledConnection> open = [];
    private TaskCompletionSource? ended;

    public async Task ServeAsync(PolledConnection connection)
    {
        lock (gate)
            open.Add(connection);
        try
        {
            await using (connection)
                await serve(connection);
        }
        catch (Exception fault)
        {
            LogFailed(logger, fault);
        }
        finally
        {
            lock (gate)
            {
                open.Remove(connection);
                if (open.Count is 0)
                    ended?.TrySetResult();
            }
        }
    }

    /// <summary>Waits for the last one, once none comes any more, and cuts what is left then.</summary>
    /// <param name="patience">Fires when it is over.</param>
    public async Task EndAsync(CancellationToken patience)
    {
        var last = Ended();
        try
        {
            await last.WaitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            PolledConnection[] left;
            lock (gate)
                left = [.. open];
            foreach (var connection in left)
                connection.Abort(new ConnectionAbortedException("The server stops."));
            await last.WaitAsync(AfterCut, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Ended()
    {
        lock (gate)
        {
            ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (open.Count is 0)
                ended.TrySetResult();
            return ended.Task;
        }
    }

    [LoggerMessage(1203, LogLevel.Error, "ConnectionFailed")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
