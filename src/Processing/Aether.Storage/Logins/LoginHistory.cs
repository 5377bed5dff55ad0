using Aether.Storage.Committing;

namespace Aether.Storage.Logins;

/// <summary>
/// Who logged in when and from where. A login costs a look into a table in memory: those of one kind on one day are counted together.
/// Bounded, whatever comes.
/// </summary>
public sealed class LoginHistory : IAsyncDisposable
{
    /// <summary>Kinds of logins that may wait to be written; further ones are dropped and counted.</summary>
    private const int MaxPending = 20_000;

    /// <summary>Places a day that refused logins of one account are told apart by, so that an attack does not fill the table.</summary>
    public const int MaxPlaces = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly ILoginReads reads;
    private readonly TimeProvider clock;
    private readonly bool isKept;
    private readonly Lock gate = new();
    private readonly WriteBehind<LoginCount> behind;
    private readonly Dictionary<AccountId, HashSet<string>> refusedFrom = [];
    private readonly Dictionary<Kind, Times> pending = [];
    private long refusedDay;

    internal LoginHistory(ICommitter committer, ILoginReads reads, TimeSpan keep, TimeProvider clock)
    {
        (this.reads, this.clock) = (reads, clock);
        isKept = keep > TimeSpan.Zero;
        behind = new WriteBehind<LoginCount>(Every, Take, WriteAsync, clock);

        async Task<int> WriteAsync(LoginCount[] counts, CancellationToken ct)
        {
            await committer.RunAsync(new AddLogins(counts), ct);
            return 0;
        }
    }

    /// <summary>Logins that were not written down since the store could not keep up, or could not be reached.</summary>
    public long Dropped => behind.Dropped;

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
                behind.Drop();
        }
    }

    /// <summary>The logins of an account, the latest first; what was noted here just now is among them.</summary>
    public async ValueTask<IReadOnlyList<LoginCount>> ListAsync(AccountId account, int most, CancellationToken ct)
    {
        await behind.FlushAsync(ct);
        return await reads.ListLoginsAsync(account, most, ct);
    }

    /// <summary>Whether somebody logged in to an account from there; what was noted in the last seconds is left out.</summary>
    public ValueTask<bool> HasLoggedInFromAsync(AccountId account, string peer, CancellationToken ct) => reads.HasLoggedInFromAsync(account, peer, ct);

    public ValueTask DisposeAsync() => behind.DisposeAsync();

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

    private List<LoginCount> Take()
    {
        lock (gate)
        {
            List<LoginCount> taken = [.. pending.Select(static one => one.Key.With(one.Value))];
            pending.Clear();
            return taken;
        }
    }

    private readonly record struct Kind(AccountId Account, long Day, string Protocol, string Peer, string App, bool Succeeded)
    {
        public LoginCount With(Times times) => new(Account, Protocol, Peer, App, Succeeded, times.First, times.Last, times.Count);
    }

    private readonly record struct Times(DateTimeOffset First, DateTimeOffset Last, long Count);
}
