using System.IO.Compression;
using System.IO.Pipelines;

namespace Aether.Net.Connections;

/// <summary>
/// A pipe whose octets are deflated on the way, each flush to an octet border. What is inflated comes out a small piece at a time,
/// so a bomb meets the reader's limits before it takes memory. RFC 4978 §3, RFC 1951.
/// </summary>
internal sealed class DeflatePipe : IDuplexPipe, IAsyncDisposable
{
    private const int Piece = 4096;

    private readonly IDuplexPipe around;

    public DeflatePipe(IDuplexPipe plain)
    {
        around = plain;
        Input = PipeReader.Create(new DeflateStream(plain.Input.AsStream(), CompressionMode.Decompress), new StreamPipeReaderOptions(bufferSize: Piece));
        Output = PipeWriter.Create(new DeflateOutput(plain.Output.AsStream()));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public ValueTask DisposeAsync() => (around as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
