using System.Threading.Tasks.Sources;

namespace Aether.Net.Polling;

/// <summary>One direction of a socket: whether it may be tried, and the one who waits for that.</summary>
/// <remarks>Each connection has one or two, so it is its own lock; nobody outside of this room has it.</remarks>
internal sealed class Readiness : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private const int No = 0;
    private const int Once = 1;
    private const int Always = 2;

    private ManualResetValueTaskSourceCore<bool> wait;
    private CancellationTokenRegistration cancellation;
    private CancellationToken cancelled;
    private int ready;
    private bool isAwaited;
    private GoesOn goesOn;
    private bool isWoken;

    /// <summary>Forgets that it was ready. Call it before the attempt: a notice that comes during it counts for the next one.</summary>
    public void Begin() => Interlocked.CompareExchange(ref ready, No, Once);

    /// <summary>The attempt left something to do.</summary>
    public void Set() => Interlocked.CompareExchange(ref ready, Once, No);

    /// <summary>An attempt may succeed.</summary>
    public bool IsReady => Volatile.Read(ref ready) is not No;

    /// <summary>Somebody waits.</summary>
    public bool IsAwaited => Volatile.Read(ref isAwaited);

    /// <summary>The peer has closed its side: attempts succeed from here on.</summary>
    public bool IsLast => Volatile.Read(ref ready) is Always;

    /// <summary>Names the wait under way.</summary>
    public short Version => wait.Version;

    /// <summary>Waits until an attempt may succeed.</summary>
    /// <param name="goesOn">In which thread.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>False: somebody called <see cref="Wake"/>.</returns>
    public ValueTask<bool> WaitAsync(GoesOn goesOn, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(ct);
        return TryWait(goesOn, ct) ? new ValueTask<bool>(this, Version) : ValueTask.FromResult(true);
    }

    /// <summary>Begins a wait, which is <see cref="Version"/> of this source.</summary>
    /// <returns>False: an attempt may succeed at once.</returns>
    /// <exception cref="OperationCanceledException">It is over before it began.</exception>
    public bool TryWait(GoesOn goesOn, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (this)
        {
            if (IsReady)
                return false;
            if (isAwaited)
                throw new InvalidOperationException("Somebody waits for this direction already.");
            wait.Reset();
            isAwaited = true;
            this.goesOn = goesOn;
            isWoken = false;
        }

        if (ct.CanBeCanceled)
            Register(ct);
        return true;
    }

    /// <summary>A notice came.</summary>
    /// <param name="isLast">The peer has closed its side: no other will come, and the end may stand behind what is still to be read.</param>
    /// <param name="isQuiet">Few others wait for the loop that brings it.</param>
    public void OnNotice(bool isLast, bool isQuiet)
    {
        lock (this)
        {
            if (isLast)
                Volatile.Write(ref ready, Always);
            else
                Set();
            if (!isAwaited)
                return;
            isAwaited = false;
        }

        if (goesOn is GoesOn.InLoop || (goesOn is GoesOn.InQuietLoop && isQuiet))
            Complete();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Ends the wait, if there is one. Whoever calls has other things to do than to go on with the session.</summary>
    public void Wake() => End(CancellationToken.None);

    void IThreadPoolWorkItem.Execute() => Complete();

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        cancellation.Unregister();
        cancellation = default;
        return wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        wait.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);

    private void Register(CancellationToken ct)
    {
        var registration = ct.UnsafeRegister(static (state, token) => ((Readiness)state!).End(token), this);
        lock (this)
        {
            if (isAwaited)
            {
                cancellation = registration;
                return;
            }
        }

        registration.Unregister();
    }

    private void End(CancellationToken token)
    {
        lock (this)
        {
            if (!isAwaited)
                return;
            isAwaited = false;
            isWoken = true;
            cancelled = token;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void Complete()
    {
        if (cancelled.IsCancellationRequested)
        {
            var reason = cancelled;
            cancelled = default;
            wait.SetException(new OperationCanceledException(reason));
        }
        else
        {
            wait.SetResult(!isWoken);
        }
    }
}
