using System.Buffers;
using System.IO.Pipelines;

namespace Aether.Net.Polling;

/// <summary>Gathers what is written and sends it in the thread that flushes: by one call to the system where that takes all of it.</summary>
internal sealed class PolledOutput(PolledSocket socket) : PipeWriter, IDisposable
{
    private const int FirstPiece = 4 << 10;
    private const int LastPiece = 64 << 10;

    private List<ArraySegment<byte>>? pieces; // those before the current one; null: none, as nearly always when it is sent
    private byte[]? current;
    private int used;
    private int nextPiece = FirstPiece;
    private long unflushed;
    private bool isCancelled;
    private bool isOver;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (current is null || current.Length - used < Math.Max(sizeHint, 1))
            AddPiece(sizeHint);
        return current.AsMemory(used);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)((current?.Length ?? 0) - used));
        used += bytes;
        unflushed += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        if (isOver)
            Dispose();
        // A cancellation from before ends no more than the wait: a goodbye still goes out.
        bool isSent = TrySend();
        return isSent || Volatile.Read(ref isCancelled)
            ? ValueTask.FromResult(new FlushResult(TakeCancellation(), isOver))
            : WaitAndSendAsync(cancellationToken);
    }

    public override void CancelPendingFlush()
    {
        Volatile.Write(ref isCancelled, true);
        socket.Writing?.Wake();
    }

    /// <summary>What is still here goes as far as the system takes it now.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (exception is null && !isOver)
            TrySend();

        Dispose();
    }

    public void Dispose()
    {
        isOver = true;
        foreach (var piece in pieces ?? [])
            ArrayPool<byte>.Shared.Return(piece.Array!);
        pieces = null;
        if (current is not null)
            ArrayPool<byte>.Shared.Return(current);
        current = null;
        used = 0;
        unflushed = 0;
    }

    private void AddPiece(int sizeHint)
    {
        ClosePiece();
        current = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, nextPiece));
        nextPiece = Math.Min(nextPiece * 4, LastPiece);
    }

    /// <param name="sent">Octets of it that were sent.</param>
    private void ClosePiece(int sent = 0)
    {
        if (current is null)
            return;
        if (used > sent)
            (pieces ??= []).Add(new ArraySegment<byte>(current, sent, used - sent));
        else
            ArrayPool<byte>.Shared.Return(current);
        current = null;
        used = 0;
    }

    /// <returns>False: the system takes no more now.</returns>
    private bool TrySend()
    {
        try
        {
            if (pieces is null && used > 0 && !TrySendCurrent())
                return false;
            ClosePiece();
            while (pieces is not null)
            {
                int sent = socket.Send(pieces);
                if (sent is 0)
                    return false;
                pieces = Without(sent, pieces);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            Dispose();
        }

        nextPiece = FirstPiece;
        return true;
    }

    /// <summary>Sends the only piece; what the system leaves of it is put into the list.</summary>
    /// <returns>False: it takes nothing now.</returns>
    private bool TrySendCurrent()
    {
        int sent = socket.Send(current.AsSpan(0, used));
        ClosePiece(sent);
        unflushed -= sent;
        return sent > 0;
    }

    /// <returns>Null: all of it was sent.</returns>
    private List<ArraySegment<byte>>? Without(int sent, List<ArraySegment<byte>> pieces)
    {
        unflushed -= sent;
        int done = 0;
        while (done < pieces.Count && sent >= pieces[done].Count)
        {
            sent -= pieces[done].Count;
            ArrayPool<byte>.Shared.Return(pieces[done].Array!);
            done++;
        }

        pieces.RemoveRange(0, done);
        if (sent > 0)
            pieces[0] = new ArraySegment<byte>(pieces[0].Array!, pieces[0].Offset + sent, pieces[0].Count - sent);
        return pieces.Count > 0 ? pieces : null;
    }

    private async ValueTask<FlushResult> WaitAndSendAsync(CancellationToken ct)
    {
        do
        {
            await WaitAsync(ct);
            if (TakeCancellation())
                return new FlushResult(isCanceled: true, isOver);
        }
        while (!TrySend());
        return new FlushResult(isCanceled: false, isOver);
    }

    /// <summary>A cancellation that comes before the wait begins finds nobody: it is looked for again on this side of that.</summary>
    private ValueTask<bool> WaitAsync(CancellationToken ct)
    {
        var writing = socket.Writing!;
        var wait = writing.WaitAsync(GoesOn.InPool, ct);
        if (Volatile.Read(ref isCancelled))
            writing.Wake();
        return wait;
    }

    private bool TakeCancellation() => Volatile.Read(ref isCancelled) && Interlocked.Exchange(ref isCancelled, false);
}
