namespace Aether.Migration.Sources;

/// <summary>A part of a file, to be read once from its begin to its end.</summary>
internal sealed class FileSlice : Stream
{
    private readonly FileStream file;
    private readonly long end;

    public FileSlice(string path, long start, long end)
    {
        file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        file.Seek(start, SeekOrigin.Begin);
        this.end = end;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, Left(count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => file.ReadAsync(buffer[..Left(buffer.Length)], cancellationToken);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int Left(int count) => (int)Math.Min(count, end - file.Position);
}
