using System.Threading.Channels;
using Aether.Storage.Changes;
using Aether.Storage.Engines.Postgres.Connections;
using Npgsql;

namespace Aether.Storage.Engines.Postgres.Writing;

/// <summary>
/// One writer: a queue of operations, bounded by the committer, and a loop that takes all that wait, commits them together, publishes their
/// news and completes them. The next group forms while one commits.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private const int MaxGroup = 256;
    private const int MaxGroupBytes = 4 << 20;

    private readonly Channel<PostgresPending> waiting = Channel.CreateUnbounded<PostgresPending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly PostgresSession session;
    private readonly PostgresHealth health;
    private readonly DatabaseLimits limits;
    private readonly ChangeFeed feed;
    private readonly Action<int> taken;
    private readonly Action queueDue;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    /// <param name="taken">Called with the number of operations that no longer wait in the queue.</param>
    /// <param name="queueDue">Called after a commit that made recipients due.</param>
    public PostgresWriter(PostgresSession session, PostgresHealth health, DatabaseLimits limits, ChangeFeed feed, Action<int> taken, Action queueDue)
    {
        this.session = session;
        this.health = health;
        this.limits = limits;
        this.feed = feed;
        this.taken = taken;
        this.queueDue = queueDue;
        loop = Task.Run(WorkAsync);
    }

    /// <returns>False: it is closing.</returns>
    public bool TryAdd(PostgresPending pending) => waiting.Writer.TryWrite(pending);

    /// <summary>Commits what waits, then ends. A database that is away is not waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!waiting.Writer.TryComplete())
            return;
        await stopping.CancelAsync();
        await loop;
        await session.DisposeAsync();
        stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        var group = new List<PostgresPending>(MaxGroup);
        while (await waiting.Reader.WaitToReadAsync())
        {
            int bytes = 0;
            while (group.Count < MaxGroup && bytes < MaxGroupBytes && waiting.Reader.TryRead(out var next))
            {
                group.Add(next);
                bytes += next.Bytes;
            }
            taken(group.Count);
            await CommitAsync(group, lockWait: null);
            group.Clear();
        }
    }

    private async Task CommitAsync(List<PostgresPending> group, TimeSpan? lockWait)
    {
        var retry = new RetryDelay(limits);
        while (group.Count > 0)
        {
            var attempt = await session.TryAsync(group, lockWait, stopping.Token);
            if (attempt.Fate is not (GroupFate.Away or GroupFate.Unknown))
                health.Well();
            switch (attempt.Fate)
            {
                case GroupFate.Committed:
                    Complete(group, attempt.Answer!);
                    return;
                case GroupFate.Away:
                    health.Away(attempt.Reason!);
                    FailImpatient(group, attempt.Reason!);
                    await retry.WaitAsync(CancellationToken.None);
                    break;
                case GroupFate.Unknown:
                    health.Unknown(group.Count, attempt.Reason);
                    Fail(group, PostgresFailure.Unavailable(attempt.Reason!));
                    return;
                case var _ when group.Count > 1:
                    // One by one, so that only the guilty one fails, and nobody waits long behind a row that is held.
                    foreach (var alone in group)
                        await CommitAsync([alone], attempt.Fate is GroupFate.TooSlow ? limits.LockAlone : null);
                    return;
                case GroupFate.Contention when limits.Clock.GetElapsedTime(group[0].Since) < limits.Patience:
                    await retry.WaitAsync(CancellationToken.None);
                    break;
                default:
                    Refuse(group[0], attempt.Reason!);
                    return;
            }
        }
    }

    private void Complete(List<PostgresPending> group, PostgresAnswer answer)
    {
        // The news go first: who was told OK and asks another session of his must not find it ignorant.
        foreach (var hint in answer.Hints)
            feed.Publish(hint);
        foreach (var pending in group)
            pending.Complete();
        if (answer.QueueDue)
            queueDue();
    }

    /// <summary>Ends those that waited long enough for a database that is away, and all when the store closes.</summary>
    private void FailImpatient(List<PostgresPending> group, Exception reason)
    {
        bool all = stopping.IsCancellationRequested;
        group.RemoveAll(pending =>
        {
            if (!all && limits.Clock.GetElapsedTime(pending.Since) < limits.Patience)
                return false;
            pending.Fail(PostgresFailure.Unavailable(reason));
            return true;
        });
    }

    private static void Fail(List<PostgresPending> group, Exception reason)
    {
        foreach (var pending in group)
            pending.Fail(reason);
    }

    private static void Refuse(PostgresPending alone, Exception reason)
    {
        if (reason is PostgresException failure && alone.TryExplain(failure))
            alone.Complete();
        else
            alone.Fail(PostgresFailure.Translate(reason));
    }
}
