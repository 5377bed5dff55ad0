using System.IO.Compression;

namespace Aether.Net.Connections;

/// <summary>
/// The writing end of a deflated connection. Its end is the connection's end: the block that would end the deflate stream is never
/// sent, for clients take that for an error in front of the last reply. RFC 4978 §3.
/// </summary>
internal sealed class DeflateOutput : Stream
{
    private readonly CutStream wire;
    private readonly DeflateStream deflate;

    public DeflateOutput(Stream output)
    {
        wire = new CutStream(output);
        deflate = new DeflateStream(wire, CompressionLevel.Fastest);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => deflate.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => deflate.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => deflate.FlushAsync(cancellationToken);

    public override void Flush() => deflate.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        wire.Cut();
        await deflate.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            wire.Cut();
            deflate.Dispose();
        }

        base.Dispose(disposing);
    }
}
