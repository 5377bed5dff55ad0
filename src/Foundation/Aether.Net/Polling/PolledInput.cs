using System.Buffers;
using System.IO.Pipelines;

namespace Aether.Net.Polling;

/// <summary>What a socket receives, in one array that is held only while there is something in it.</summary>
internal sealed class PolledInput(PolledSocket socket) : PipeReader
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

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        TryRead(out var result) ? ValueTask.FromResult(result) : ReceiveAsync(cancellationToken);

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

    private async ValueTask<ReadResult> ReceiveAsync(CancellationToken ct)
    {
        while (true)
        {
            // A wake that comes before the wait begins finds nobody: it is looked for again on this side of that.
            bool isReady = await WaitAsync(ct);
            if (TakeCancellation())
                return Result(isCanceled: true);
            if (isReady && TryReceive())
                return Result(isCanceled: false);
        }
    }

    private ValueTask<bool> WaitAsync(CancellationToken ct)
    {
        var wait = socket.Reading.WaitAsync(socket.GoesOn, ct);
        if (Volatile.Read(ref isCancelled))
            socket.Reading.Wake();
        return wait;
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

    private void ThrowIfOver()
    {
        if (isOver)
            throw new InvalidOperationException("Reading is over.");
    }
}
