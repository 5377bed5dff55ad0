using System.Collections.Concurrent;

namespace Aether.Dns.Resolving;

/// <summary>
/// Answers kept for as long as their TTL says, bounded in number (RFC 2308 §5 for the negative ones), and those that are on their way: who asks the
/// same meanwhile waits for the one answer. A question that nobody waits for any more is given up.
/// </summary>
internal sealed class DnsCache<T>(int maxEntries, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (DnsAnswer<T> Answer, long Until)> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Question> open = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock gate = new();

    public bool TryGet(string name, out DnsAnswer<T> answer)
    {
        bool found = entries.TryGetValue(name, out var entry) && clock.GetTimestamp() < entry.Until;
        answer = entry.Answer;
        return found;
    }

    /// <param name="ask">Asks a server; throws nothing, and is cancelled when nobody waits.</param>
    /// <exception cref="OperationCanceledException">This caller waits no more.</exception>
    public async Task<DnsAnswer<T>> AskAsync(string name, Func<CancellationToken, Task<(DnsAnswer<T> Answer, TimeSpan TimeToLive)>> ask, CancellationToken ct)
    {
        Question? question;
        bool isFirst;
        lock (gate)
        {
            isFirst = !open.TryGetValue(name, out question);
            if (isFirst && TryGet(name, out var cached))
                return cached; // it came since the caller looked
            if (question is null)
                open.Add(name, question = new Question(new CancellationTokenSource()));
            question.Waiting++;
        }

        if (isFirst)
            _ = RunAsync(name, question, ask);
        try
        {
            return await question.Answer.Task.WaitAsync(ct);
        }
        finally
        {
            Leave(name, question);
        }
    }

    private async Task RunAsync(string name, Question question, Func<CancellationToken, Task<(DnsAnswer<T> Answer, TimeSpan TimeToLive)>> ask)
    {
        var (answer, timeToLive) = await ask(question.Abandoned.Token);
        Add(name, answer, timeToLive);
        lock (gate)
            Close(name, question);
        question.Answer.SetResult(answer);
    }

    private void Leave(string name, Question question)
    {
        lock (gate)
        {
            if (--question.Waiting > 0 || !Close(name, question))
                return;
        }

        question.Abandoned.Cancel();
    }

    /// <returns>False: it was closed before.</returns>
    private bool Close(string name, Question question) => open.TryGetValue(name, out var present) && present == question && open.Remove(name);

    private void Add(string name, DnsAnswer<T> answer, TimeSpan timeToLive)
    {
        if (timeToLive <= TimeSpan.Zero)
            return;
        if (entries.Count >= maxEntries)
            MakeRoom();
        entries[name] = (answer, clock.GetTimestamp() + (long)(timeToLive.TotalSeconds * clock.TimestampFrequency));
    }

    private void MakeRoom()
    {
        long now = clock.GetTimestamp();
        foreach (var (name, entry) in entries)
        {
            if (entry.Until <= now)
                entries.TryRemove(name, out _);
        }

        // All still alive: start afresh rather than grow, or keep order on the hot path.
        if (entries.Count >= maxEntries)
            entries.Clear();
    }

    private sealed class Question(CancellationTokenSource abandoned)
    {
        public TaskCompletionSource<DnsAnswer<T>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Abandoned => abandoned;

        public int Waiting { get; set; }
    }
}
