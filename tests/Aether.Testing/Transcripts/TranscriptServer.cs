using Aether.Net.Connections;

namespace Aether.Testing.Transcripts;

/// <summary>Serves one protocol engine over in-memory pipes and plays transcripts against it.</summary>
public sealed class TranscriptServer : IAsyncDisposable
{
    private readonly IMailProtocol protocol;
    private readonly TranscriptOptions options;
    private readonly CancellationTokenSource draining = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SortedDictionary<int, TranscriptClient> clients = [];

    public TranscriptServer(IMailProtocol protocol, TranscriptOptions options) => (this.protocol, this.options) = (protocol, options);

    public TranscriptServer(IMailProtocol protocol, int chunkSize)
        : this(protocol, new TranscriptOptions { ChunkSize = chunkSize })
    {
    }

    /// <summary>The connection of client <paramref name="number"/>, opened at its first use.</summary>
    public TranscriptClient Client(int number = 1)
    {
        if (clients.TryGetValue(number, out var client))
            return client;

        var duplex = new MemoryDuplex(options.ChunkSize);
        if (options.SpeaksFirst.Length > 0)
            duplex.SendFirst(options.SpeaksFirst);
        var peer = options.Peer with { SessionId = number == 1 ? options.Peer.SessionId : $"{options.Peer.SessionId}-{number}" };
        var connection = new MailConnection(duplex.Server, peer, options.Tls, options.Upgrade, options.Clock, draining.Token) { RequiresTls = options.RequiresTls };
        return clients[number] = new TranscriptClient(options, duplex, connection, Task.Run(() => ServeAsync(connection)));
    }

    /// <summary>Plays the transcript to its end; see <c>TranscriptScript</c> for its lines.</summary>
    public Task PlayAsync(string transcript) => new TranscriptPlayer(this, options).PlayAsync(TranscriptScript.Parse(transcript));

    /// <summary>Asks all sessions to end, as a gentle stop of the server does.</summary>
    public void Drain()
    {
        draining.Cancel();
        foreach (var client in clients.Values)
            client.Connection.Wake();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
            client.Close();
        try
        {
            await Task.WhenAll(clients.Values.Select(client => client.Session)).WaitAsync(options.Patience);
        }
        catch (IOException)
        {
            // A timeout or a broken pipe is the listener's to log: tests look at what the client saw.
        }
        finally
        {
            await stopping.CancelAsync();
            stopping.Dispose();
            draining.Dispose();
        }
    }

    private async Task ServeAsync(MailConnection connection)
    {
        await using (connection)
            await protocol.RunAsync(connection, stopping.Token);
    }
}
