using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace Aether.Net.Polling;

/// <summary>What a socket receives, in one array that is held only while there is something in it.</summary>
/// <remarks>It is the source of its own pending read: the frame of an asynchronous method took five times the memory of the fields, in each idle connection.</remarks>
internal sealed class PolledInput(PolledSocket socket) : PipeReader, IValueTaskSource<ReadResult>
{
    /// <summary>Octets taken from the system by one call.</summary>
    private const int Portion = 16 << 10;

    /// <summary>With less room behind what is held a call is not worth it.</summary>
    private const int Least = 4 << 10;

    private byte[] held = [];
    private int start;
    private int end;
    private bool isExamined = true;
    private bool isEnded;
    private bool isOver;
    private bool isCancelled;

    // The pending read: who goes on after it, and what it came to.
    private Action<object?>? goOn;
    private object? goOnWith;
    private CancellationToken stop;
    private Exception? fault;
    private short reads;
    private bool isCutShort;
    private bool isPending;

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfOver();
        if (TakeCancellation())
        {
            result = Result(isCanceled: true);
            return true;
        }

        result = Result(isCanceled: false);
        return !isExamined || isEnded;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (TryRead(out var result))
            return ValueTask.FromResult(result);
        stop = cancellationToken;
        fault = null;
        reads++;
        isPending = true; // what a wait finds may be there before this returns
        if (!TryEnd(hasWaited: false))
            return new ValueTask<ReadResult>(this, reads);
        isPending = false;
        return fault is null ? ValueTask.FromResult(Result(isCutShort)) : ValueTask.FromException<ReadResult>(fault);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        int from = consumed.GetInteger();
        ArgumentOutOfRangeException.ThrowIfLessThan(from, start, nameof(consumed));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, end, nameof(consumed));
        start = from;
        isExamined = examined.GetInteger() >= end;
        if (start == end)
            LetGo();
    }

    public override void CancelPendingRead()
    {
        Volatile.Write(ref isCancelled, true);
        socket.Reading.Wake();
    }

    public override void Complete(Exception? exception = null)
    {
        isOver = true;
        LetGo();
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token)
    {
        ThrowIfStale(token);
        return Volatile.Read(ref isPending) ? ValueTaskSourceStatus.Pending : fault is null ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Faulted;
    }

    /// <summary>Whoever awaits brings its own context.</summary>
    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ThrowIfStale(token);
        (goOn, goOnWith) = (continuation, state);
        Listen();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        ThrowIfStale(token);
        if (isPending)
            throw new InvalidOperationException("Nothing was read yet.");
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
        return Result(isCutShort);
    }

    private IValueTaskSource<bool> Notice => socket.Reading;

    private void Listen() => Notice.OnCompleted(static input => ((PolledInput)input!).OnNotice(), this, socket.Reading.Version, ValueTaskSourceOnCompletedFlags.None);

    private void OnNotice()
    {
        if (!TryEnd(hasWaited: true))
        {
            Listen();
            return;
        }

        var (next, state) = (goOn!, goOnWith);
        (goOn, goOnWith) = (null, null);
        Volatile.Write(ref isPending, false);
        next(state);
    }

    /// <summary>Receives, unless there is nothing yet.</summary>
    /// <returns>False: a wait has begun.</returns>
    private bool TryEnd(bool hasWaited)
    {
        try
        {
            if (hasWaited)
                Notice.GetResult(socket.Reading.Version);
            for (bool mayTry = hasWaited; ; mayTry = true)
            {
                isCutShort = mayTry && TakeCancellation();
                if (isCutShort || (mayTry && TryReceive()))
                    return true;
                if (!socket.Reading.TryWait(socket.GoesOn, stop))
                    continue;
                // A wake that came before the wait began found nobody: it is looked for again on this side of that.
                if (Volatile.Read(ref isCancelled))
                    socket.Reading.Wake();
                return false;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            fault = gone; // the reader's
            return true;
        }
    }

    private bool TryReceive()
    {
        MakeRoom();
        if (!socket.TryReceive(held.AsSpan(end), out int count))
        {
            if (start == end)
                LetGo();
            return false;
        }

        isEnded = count is 0;
        isExamined = false;
        end += count;
        return true;
    }

    private void MakeRoom()
    {
        if (held.Length - end >= Least)
            return;
        int length = end - start;
        byte[] larger = held;
        if (held.Length - length < Least)
            larger = ArrayPool<byte>.Shared.Rent(Math.Max(Portion, 2 * length));
        held.AsSpan(start, length).CopyTo(larger);
        if (larger != held)
            Return();
        held = larger;
        start = 0;
        end = length;
    }

    private void LetGo()
    {
        Return();
        held = [];
        start = 0;
        end = 0;
        isExamined = true;
    }

    private void Return()
    {
        if (held.Length > 0)
            ArrayPool<byte>.Shared.Return(held);
    }

    private ReadResult Result(bool isCanceled) => new(new ReadOnlySequence<byte>(held, start, end - start), isCanceled, isEnded);

    private bool TakeCancellation() => Volatile.Read(ref isCancelled) && Interlocked.Exchange(ref isCancelled, false);

    private void ThrowIfStale(short token)
    {
        if (token != reads)
            throw new InvalidOperationException("That read is over.");
    }

    private void ThrowIfOver()
    {
        if (isOver)
            throw new InvalidOperationException("Reading is over.");
    }
}
