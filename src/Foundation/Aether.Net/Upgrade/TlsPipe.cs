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

    public async ValueTask DisposeAsync()
    {
        try
        {
            // RFC 8446 §6.1: say goodbye, so that the peer can tell an end from a cut.
            await stream.ShutdownAsync();
        }
        catch (Exception gone) when (gone is not OutOfMemoryException)
        {
            // The peer has left already, or what it sent has broken the stream, which .NET tells by a type without a public name: nobody is there to be told.
        }

        await stream.DisposeAsync();
    }
}
