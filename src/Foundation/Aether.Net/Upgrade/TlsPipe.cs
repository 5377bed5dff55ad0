using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;

namespace Aether.Net.Upgrade;

/// <summary>What goes through TLS; disposing it says goodbye, and leaves what is around it open.</summary>
/// <param name="stream">Has shaken hands.</param>
internal sealed class TlsPipe(SslStream stream) : IDuplexPipe, IAsyncDisposable
{
    // Idle connections hold no buffer: the reader first waits for data with an empty one.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(MemoryPool<byte>.Shared, bufferSize: 4096, minimumReadSize: 1024, leaveOpen: true, useZeroByteReads: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(MemoryPool<byte>.Shared, minimumBufferSize: 4096, leaveOpen: true);

    public PipeReader Input { get; } = PipeReader.Create(stream, ReaderOptions);

    public PipeWriter Output { get; } = PipeWriter.Create(stream, WriterOptions);

    /// <remarks>Fails where the peer has left already, or has broken the stream.</remarks>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // RFC 8446 §6.1: say goodbye, so that the peer can tell an end from a cut.
            await stream.ShutdownAsync();
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }
}
