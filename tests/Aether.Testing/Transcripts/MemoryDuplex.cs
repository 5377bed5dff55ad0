using System.IO.Pipelines;
using System.Text;

namespace Aether.Testing.Transcripts;

/// <summary>Two buffered pipes back to back: a connection without a socket.</summary>
public sealed class MemoryDuplex
{
    /// <param name="chunkSize">How many bytes the server gets to see at a time; from 1 on each is handed over alone.</param>
    public MemoryDuplex(int chunkSize)
    {
        // Back-pressure counts bytes not yet examined: with a threshold of one chunk, the client's flush
        // returns only when the server has looked at that chunk and asked for more.
        long pause = chunkSize < 1024 ? chunkSize : 0;
        var toServer = new Pipe(new PipeOptions(pauseWriterThreshold: pause, resumeWriterThreshold: pause == 0 ? 0 : 1, useSynchronizationContext: false));
        var toClient = new Pipe(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

        ServerInput = new WatchedReader(toServer.Reader);
        Server = new Side(ServerInput, toClient.Writer);
        Client = new Side(toClient.Reader, toServer.Writer);
    }

    public IDuplexPipe Server { get; }

    public IDuplexPipe Client { get; }

    public WatchedReader ServerInput { get; }

    /// <summary>Bytes that lie there when the server begins.</summary>
    public void SendFirst(string text)
    {
        Client.Output.Advance(Encoding.UTF8.GetBytes(text, Client.Output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
        _ = Client.Output.FlushAsync().AsTask(); // completes when the server has read: nobody waits for that here
    }

    private sealed record Side(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
