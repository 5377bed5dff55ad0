using Aether.Storage.Committing;

namespace Aether.Storage.Reports;

/// <summary>What was seen a moment ago, equal things counted together, until it is written down. Bounded: what there is no room for is dropped and counted.</summary>
internal sealed class PendingTallies : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly ReportBounds bounds;
    private readonly Lock gate = new();
    private readonly WriteBehind<ReportTally> behind;
    private readonly Dictionary<(ReportKind Kind, string Domain, int Day, string What), ReportTally> pending = [];

    public PendingTallies(ICommitter committer, ReportBounds bounds, TimeProvider clock)
    {
        this.bounds = bounds;
        behind = new WriteBehind<ReportTally>(Every, Take, (piece, ct) => committer.RunAsync(new AddTallies(piece, bounds, clock.GetUtcNow()), ct), clock);
    }

    public long Dropped => behind.Dropped;

    /// <param name="what">The same text is the same thing.</param>
    /// <param name="make">Makes what is kept of it, where it is the first of its kind; under a lock, so it is quick.</param>
    public void Note(ReportKind kind, string domain, int day, string what, Func<ReportTally> make)
    {
        lock (gate)
        {
            if (pending.TryGetValue((kind, domain, day, what), out var seen))
                pending[(kind, domain, day, what)] = seen with { Count = seen.Count + 1 };
            else if (pending.Count < bounds.Pending)
                pending.Add((kind, domain, day, what), make());
            else
                behind.Drop();
        }
    }

    public Task FlushAsync(CancellationToken ct) => behind.FlushAsync(ct);

    public ValueTask DisposeAsync() => behind.DisposeAsync();

    // In one order, so that nodes that write at the same time wait for each other and for nobody else.
    private List<ReportTally> Take()
    {
        lock (gate)
        {
            List<ReportTally> taken = [.. pending.Values.OrderBy(tally => tally.Kind).ThenBy(tally => tally.Domain, StringComparer.Ordinal).ThenBy(tally => tally.Day)];
            pending.Clear();
            return taken;
        }
    }
}
