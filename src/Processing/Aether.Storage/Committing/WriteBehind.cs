namespace Aether.Storage.Committing;

/// <summary>
/// What is noted at no cost to the mail: it waits in memory and is written down within seconds with others, so that a crash loses what was noted last.
/// What the store can't take is dropped and counted: mail matters more than what is told of it.
/// </summary>
/// <typeparam name="T">What is written.</typeparam>
internal sealed class WriteBehind<T> : IAsyncDisposable
{
    /// <summary>Written by one operation.</summary>
    private const int Piece = 500;

    private readonly Func<IReadOnlyCollection<T>> take;
    private readonly Func<T[], CancellationToken, Task<int>> write;
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer timer;
    private long dropped;
    private bool isDisposed;

    /// <param name="every">How often it is written down.</param>
    /// <param name="take">Takes all that waits.</param>
    /// <param name="write">Writes some of it, and says how many of these the store has no room for.</param>
    public WriteBehind(TimeSpan every, Func<IReadOnlyCollection<T>> take, Func<T[], CancellationToken, Task<int>> write, TimeProvider clock)
    {
        (this.take, this.write) = (take, write);
        timer = clock.CreateTimer(static state => ((WriteBehind<T>)state!).OnTimer(), this, every, every);
    }

    /// <summary>What was not written down, as there was no room for it or no store.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Counts one for which there is no room in memory.</summary>
    public void Drop() => Interlocked.Increment(ref dropped);

    /// <summary>Ends when everything noted before is written: also what another flush has in its hands.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        await writing.WaitAsync(ct);
        try
        {
            foreach (var piece in take().Chunk(Piece))
                await WriteAsync(piece, ct);
        }
        finally
        {
            writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        await timer.DisposeAsync();
        await FlushAsync(CancellationToken.None);
        writing.Dispose();
    }

    /// <summary>While a piece is still being written, the next time sees to the rest.</summary>
    private void OnTimer()
    {
        if (writing.CurrentCount > 0)
            _ = FlushAsync(CancellationToken.None);
    }

    private async Task WriteAsync(T[] piece, CancellationToken ct)
    {
        try
        {
            Interlocked.Add(ref dropped, await write(piece, ct));
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Add(ref dropped, piece.Length);
        }
    }
}
