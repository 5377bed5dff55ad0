using Aether.Storage.Committing;

namespace Aether.Storage.Logins;

/// <summary>
/// Who logged in when and from where. A login costs a look into a table in memory: those of one kind on one day are counted
/// together, and written down some seconds later with others. What a crash loses is those seconds. Bounded, whatever comes.
/// </summary>
public sealed class LoginHistory : IAsyncDisposable
{
    /// <summary>Kinds of logins that may wait to be written; further ones are dropped and counted.</summary>
    private const int MaxPending = 20_000;

    /// <summary>Places a day that refused logins of one account are told apart by, so that an attack does not fill the table.</summary>
    public const int MaxPlaces = 100;

    private const int Piece = 500;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly ICommitter committer;
    private readonly ILoginReads reads;
    private readonly TimeProvider clock;
    private readonly bool isKept;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer timer;
    private readonly Dictionary<AccountId, HashSet<string>> refusedFrom = [];
    private Dictionary<Kind, Times> pending = [];
    private long refusedDay;
    private long dropped;
    private bool isDisposed;

    internal LoginHistory(ICommitter committer, ILoginReads reads, TimeSpan keep, TimeProvider clock)
    {
        (this.committer, this.reads, this.clock) = (committer, reads, clock);
        isKept = keep > TimeSpan.Zero;
        timer = clock.CreateTimer(static state => ((LoginHistory)state!).OnTimer(), this, Every, Every);
    }

    /// <summary>Logins that were not written down since the store could not keep up, or could not be reached.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Notes a login.</summary>
    /// <param name="app">The app password that was used; empty for none.</param>
    /// <param name="succeeded">False: it was refused.</param>
    public void Note(AccountId account, string protocol, string peer, string app, bool succeeded)
    {
        if (!isKept)
            return;
        var now = clock.GetUtcNow();
        lock (gate)
        {
            var kind = new Kind(account, DayOf(now), protocol, succeeded ? peer : PlaceOf(account, peer, DayOf(now)), app, succeeded);
            if (pending.TryGetValue(kind, out var times))
                pending[kind] = times with { Last = now, Count = times.Count + 1 };
            else if (pending.Count < MaxPending)
                pending.Add(kind, new Times(now, now, 1));
            else
                dropped++;
        }
    }

    /// <summary>The logins of an account, the latest first; what was noted here just now is among them.</summary>
    public async ValueTask<IReadOnlyList<LoginCount>> ListAsync(AccountId account, int most, CancellationToken ct)
    {
        await FlushAsync(ct);
        return await reads.ListLoginsAsync(account, most, ct);
    }

    /// <summary>Whether somebody logged in to an account from there; what was noted in the last seconds is left out.</summary>
    public ValueTask<bool> HasLoggedInFromAsync(AccountId account, string peer, CancellationToken ct) => reads.HasLoggedInFromAsync(account, peer, ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        await timer.DisposeAsync();
        await FlushAsync(CancellationToken.None);
        writing.Dispose();
    }

    internal static long DayOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 86_400;

    private string PlaceOf(AccountId account, string peer, long day)
    {
        if (day != refusedDay || refusedFrom.Count >= MaxPending)
            refusedFrom.Clear();
        refusedDay = day;
        if (!refusedFrom.TryGetValue(account, out var places))
            refusedFrom.Add(account, places = []);
        return places.Contains(peer) || (places.Count < MaxPlaces && places.Add(peer)) ? peer : "";
    }

    private void OnTimer()
    {
        lock (gate)
        {
            if (pending.Count == 0)
                return;
        }
        if (writing.CurrentCount > 0)
            _ = FlushAsync(CancellationToken.None);
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            Dictionary<Kind, Times> taken;
            lock (gate)
                (taken, pending) = (pending, []);
            foreach (var piece in taken.Chunk(Piece))
                await WriteAsync([.. piece.Select(static one => one.Key.With(one.Value))], ct);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task WriteAsync(List<LoginCount> counts, CancellationToken ct)
    {
        try
        {
            await committer.RunAsync(new AddLogins(counts), ct);
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Add(ref dropped, counts.Count); // nobody is kept out for that
        }
    }

    private readonly record struct Kind(AccountId Account, long Day, string Protocol, string Peer, string App, bool Succeeded)
    {
        public LoginCount With(Times times) => new(Account, Protocol, Peer, App, Succeeded, times.First, times.Last, times.Count);
    }

    private readonly record struct Times(DateTimeOffset First, DateTimeOffset Last, long Count);
}
