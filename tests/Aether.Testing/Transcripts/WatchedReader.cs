using System.Buffers;
using System.IO.Pipelines;

namespace Aether.Testing.Transcripts;

/// <summary>The server's end of the client's bytes; tells when the server has looked at all of them and waits for more.</summary>
public sealed class WatchedReader(PipeReader inner) : PipeReader
{
    private readonly Lock gate = new();
    private TaskCompletionSource changed = New();
    private ReadOnlySequence<byte> last;
    private long consumed;
    private long examined;
    private bool waiting;
    private bool completed;

    /// <summary>Returns once the server has examined <paramref name="sent"/> bytes and waits in a read, or has closed its input.</summary>
    public async Task WhenWaitingAsync(long sent, CancellationToken ct)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (completed || (waiting && examined >= sent))
                    return;
                next = changed.Task;
            }

            await next.WaitAsync(ct);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        bool any = inner.TryRead(out result);
        if (any)
            last = result.Buffer;
        return any;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        if (!read.IsCompleted)
            Set(nowWaiting: true);
        try
        {
            var result = await read;
            last = result.Buffer;
            return result;
        }
        finally
        {
            Set(nowWaiting: false);
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (gate)
        {
            this.examined = Math.Max(this.examined, this.consumed + last.Slice(0, examined).Length);
            this.consumed += last.Slice(0, consumed).Length;
        }

        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        completed = true;
        inner.Complete(exception);
        Set(nowWaiting: false);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(bool nowWaiting)
    {
        TaskCompletionSource old;
        lock (gate)
        {
            waiting = nowWaiting;
            old = changed;
            changed = New();
        }

        old.SetResult();
    }
}
