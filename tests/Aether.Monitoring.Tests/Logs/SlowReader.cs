namespace Aether.Monitoring.Tests.Logs;

/// <summary>The reader of a log that may stall: each write waits until it is let through.</summary>
internal sealed class SlowReader : Stream
{
    private readonly List<string> writes = [];
    private readonly ManualResetEventSlim open = new(true);
    private readonly SemaphoreSlim arrived = new(0);

    /// <summary>Fails instead, as a full disk does.</summary>
    public volatile bool IsFull;

    public IReadOnlyList<string> Writes
    {
        get
        {
            lock (writes)
                return [.. writes];
        }
    }

    public string Text => string.Concat(Writes);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Stall() => open.Reset();

    public void GoOn() => open.Set();

    /// <summary>Waits until a write has begun.</summary>
    public async Task WriteBegunAsync() => Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(20)));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        arrived.Release();
        open.Wait();
        if (IsFull)
            throw new IOException("No space left on device");
        lock (writes)
            writes.Add(System.Text.Encoding.UTF8.GetString(buffer));
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        open.Dispose();
        arrived.Dispose();
        base.Dispose(disposing);
    }
}
