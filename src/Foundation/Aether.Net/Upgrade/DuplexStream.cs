using System.Buffers;
using System.IO.Pipelines;

namespace Aether.Net.Upgrade;

/// <summary>A duplex pipe as the stream that <see cref="System.Net.Security.SslStream"/> wants.</summary>
internal sealed class DuplexStream(IDuplexPipe pipe) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException("A connection has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Take(await pipe.Input.ReadAsync(cancellationToken), buffer.Span);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var flush = await pipe.Output.WriteAsync(buffer, cancellationToken);
        if (flush.IsCanceled)
            throw new OperationCanceledException("The flush was cancelled.");
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Every write has been flushed into the pipe already.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Connections are read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Connections are written asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    /// <summary>With no room it was only asked whether there is something: it stays where it is.</summary>
    private int Take(ReadResult read, Span<byte> room)
    {
        if (read.IsCanceled)
        {
            pipe.Input.AdvanceTo(read.Buffer.Start);
            throw new OperationCanceledException("The read was cancelled.");
        }

        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, room.Length));
        taken.CopyTo(room);
        pipe.Input.AdvanceTo(taken.End);
        return (int)taken.Length;
    }
}
