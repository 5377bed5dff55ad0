using Aether.Http.Guarded;

namespace Aether.Validation.Bimi;

/// <summary>
/// The indicators of domains, fetched once and kept for a while. A message waits a moment for one that is not at hand and is taken then;
/// those after it find it. Bounded in number, in octets, and in what is fetched at a time: who sends much makes us fetch little.
/// </summary>
/// <param name="lists">For lists of revoked certificates.</param>
public sealed class BimiIndicators(BimiOptions options, GuardedHttp http, GuardedHttp lists, TimeProvider clock) : IDisposable
{
    private const int MaxEntries = 20_000;
    private const int MaxWaiting = 500;
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan AwayLifetime = TimeSpan.FromMinutes(5);
    private readonly BimiFetch fetch = new(options, http, lists, clock);
    private readonly SemaphoreSlim turns = new(options.Fetches);
    private readonly CancellationTokenSource over = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, Task<BimiEvidence>> fetching = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BimiEvidence Found, DateTimeOffset Until)> kept = new(StringComparer.Ordinal);
    private long octets;

    public BimiOptions Options => options;

    /// <summary>Told of each fetch that ended.</summary>
    public Action<BimiEvidence>? Observer { get; init; }

    public async ValueTask<BimiEvidence> FindAsync(BimiRecord record, string domain, string selector, CancellationToken ct)
    {
        string key = $"{selector} {domain} {record.Location} {record.Authority}";
        Task<BimiEvidence>? task;
        lock (gate)
        {
            if (kept.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until)
                return entry.Found;
            if (!fetching.TryGetValue(key, out task))
            {
                if (fetching.Count >= MaxWaiting || over.IsCancellationRequested)
                    return BimiEvidence.Away("too many are being fetched");
                fetching[key] = task = Task.Run(() => FetchAsync(key, record, domain, selector), CancellationToken.None);
            }
        }

        try
        {
            return await task.WaitAsync(options.Wait, clock, ct);
        }
        catch (TimeoutException)
        {
            return BimiEvidence.Away("it is being fetched");
        }
    }

    public void Dispose()
    {
        over.Cancel();
        http.Dispose();
        lists.Dispose();
    }

    private async Task<BimiEvidence> FetchAsync(string key, BimiRecord record, string domain, string selector)
    {
        var found = BimiEvidence.Away("the fetching broke off");
        try
        {
            await turns.WaitAsync(over.Token);
            try
            {
                found = await fetch.RunAsync(record, domain, selector, over.Token);
            }
            finally
            {
                turns.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        finally
        {
            Keep(key, found);
        }

        Observer?.Invoke(found);
        return found;
    }

    private void Keep(string key, BimiEvidence found)
    {
        var lifetime = found switch { { IsTemporary: true } => AwayLifetime, { Problem: not null } => FailureLifetime, _ => options.Lifetime };
        lock (gate)
        {
            fetching.Remove(key);
            Forget(key);
            if (kept.Count >= MaxEntries || octets + found.Indicator.Length > options.Cache)
                MakeRoom();
            kept[key] = (found, clock.GetUtcNow() + lifetime);
            octets += found.Indicator.Length;
        }
    }

    private void Forget(string key)
    {
        if (kept.Remove(key, out var old))
            octets -= old.Found.Indicator.Length;
    }

    private void MakeRoom()
    {
        var now = clock.GetUtcNow();
        foreach (string old in kept.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToList())
            Forget(old);
        if (kept.Count < MaxEntries && octets < options.Cache / 2)
            return;
        kept.Clear(); // all still alive: start afresh rather than keep order
        octets = 0;
    }
}
