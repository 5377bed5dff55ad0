using System.Net;
using System.Net.Sockets;

namespace Aether.Testing.Servers;

/// <summary>A network between a client and a server, on a port of the loopback address, where somebody listens: it keeps what crosses, and can take its time.</summary>
public sealed class RecordingLink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly List<Crossing> crossings = [];
    private readonly int target;
    private readonly Task accepting;

    public RecordingLink(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How long octets are on their way, in each direction.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What went to the server and what came back, by connection.</summary>
    public IReadOnlyList<(byte[] ToServer, byte[] ToClient)> Recorded
    {
        get
        {
            lock (crossings)
                return [.. crossings.Select(static one => (one.ToServer.ToArray(), one.ToClient.ToArray()))];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await accepting;
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(ServeAsync(await listener.AcceptSocketAsync(over.Token)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is over.
        }

        await Task.WhenAll(running);
    }

    private async Task ServeAsync(Socket client)
    {
        var crossing = new Crossing(new MemoryStream(), new MemoryStream());
        lock (crossings)
            crossings.Add(crossing);
        using (client)
        using (var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, over.Token);
                await Task.WhenAny(PumpAsync(client, server, crossing.ToServer), PumpAsync(server, client, crossing.ToClient));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The server is not there: the client learns it by the end of its connection.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, MemoryStream record)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, over.Token) is > 0 and var read)
            {
                Keep(record, buffer.AsSpan(0, read));
                if (Delay > TimeSpan.Zero)
                    await Task.Delay(Delay, TimeProvider.System, over.Token);
                await to.SendAsync(buffer.AsMemory(0, read), over.Token);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone; the other follows.
        }
    }

    private void Keep(MemoryStream record, ReadOnlySpan<byte> octets)
    {
        lock (crossings)
            record.Write(octets);
    }

    private sealed record Crossing(MemoryStream ToServer, MemoryStream ToClient);
}
