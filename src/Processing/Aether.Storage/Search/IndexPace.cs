namespace Aether.Storage.Search;

/// <summary>
/// When the index works, and when it leaves the machine to others: while mail comes in, or the cores are wanted, it has a small share of the time, since a
/// search is complete without it; the further behind it is, the larger the share. Somebody who searches what it does not know yet waits for it, though.
/// </summary>
internal sealed class IndexPace(TimeProvider clock, SpareCores cores)
{
    /// <summary>How often it looks for new mail when it is through.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Rests this many times as long as it worked, while others have work to do.</summary>
    private const double Courtesy = 6;

    /// <summary>Rests so long else: enough to see whether others have begun.</summary>
    private const double Glance = 0.1;

    /// <summary>Further behind than this it no longer waits longer than it works: searches would feel it.</summary>
    private const int FarBehind = 50_000;

    /// <summary>Who did something so short a time ago is likely to go on: a client that fetches what another has just brought.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    /// <summary>Who searched in vain so short a time ago is likely to search again.</summary>
    private static readonly TimeSpan Hurried = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(5);

    private long wanted = clock.GetTimestamp();
    private long missed = long.MinValue;

    /// <summary>It writes single batches, to leave room in between.</summary>
    public bool Gives { get; private set; } = true;

    /// <summary>A search had to read messages that the index does not know yet.</summary>
    public void Hurry() => Volatile.Write(ref missed, clock.GetTimestamp());

    /// <summary>Lets others work after a turn of its own.</summary>
    /// <param name="started">When the turn began.</param>
    /// <param name="taken">Emails that it took in.</param>
    /// <param name="came">Emails that came meanwhile.</param>
    /// <param name="behind">Emails still to be taken in.</param>
    public async Task RestAsync(long started, int taken, long came, long behind, CancellationToken ct)
    {
        bool hurries = Volatile.Read(ref missed) is var since && since is not long.MinValue && clock.GetElapsedTime(since) < Hurried;
        if (came > taken / 4)
            wanted = clock.GetTimestamp();
        double rest = hurries || clock.GetElapsedTime(wanted) > Calm ? Glance : behind > FarBehind ? 1 : Courtesy;
        if (await cores.RestAsync(taken is 0 ? Poll : Longer(clock.GetElapsedTime(started) * rest, ShortestRest), ct))
            wanted = clock.GetTimestamp();
        Gives = taken is 0 || (!hurries && clock.GetElapsedTime(wanted) <= Calm);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
