using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Aether.Testing.Servers;

/// <summary>
/// A network between a client and a server, on a port of the loopback address, that can be told to fail. What does not arrive while it is silent
/// arrives when it is whole again, as TCP sends it again; or never, when one side has given up by then.
/// </summary>
public sealed class FaultyLink : IAsyncDisposable
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);
    private const int FlapTurns = 15;

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource over = new();
    private readonly EndPoint target;
    private readonly Task accepting;
    private volatile LinkFault fault;
    private volatile CancellationTokenSource whole = new();

    public FaultyLink(EndPoint target)
    {
        this.target = target;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(128);
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public LinkFault Fault
    {
        get => fault;
        set
        {
            fault = value;
            if (value is LinkFault.Cut or LinkFault.Flapping)
                Break();
        }
    }

    /// <summary>host:port of it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
        await accepting;
        over.Dispose();
        whole.Dispose();
    }

    private bool IsCut => fault is LinkFault.Cut || (fault is LinkFault.Flapping && Environment.TickCount64 / (long)(Turn.TotalMilliseconds * FlapTurns) % 2 is 0);

    private void Break()
    {
        using var broken = Interlocked.Exchange(ref whole, new CancellationTokenSource());
        broken.Cancel();
    }

    private async Task AcceptAsync()
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(over.Token);
                running.RemoveAll(static task => task.IsCompleted);
                running.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It is over.
        }
        await Task.WhenAll(running);
    }

    private async Task ServeAsync(Socket client)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(over.Token, whole.Token);
        using (client)
        {
            if (IsCut)
                return;
            using var server = new Socket(target.AddressFamily, SocketType.Stream, target.AddressFamily is AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
            try
            {
                await server.ConnectAsync(target, ends.Token);
                await Task.WhenAny(PumpAsync(client, server, LinkFault.ToServerLost, ends.Token), PumpAsync(server, client, LinkFault.ToClientLost, ends.Token));
                await ends.CancelAsync();
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The server is not there, or it is over: the client learns it by the end of its connection.
            }
        }
    }

    /// <param name="lost">The fault that loses this direction.</param>
    private async Task PumpAsync(Socket from, Socket to, LinkFault lost, CancellationToken ct)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer, ct) is > 0 and var read)
            {
                while (fault is LinkFault.Silent || fault == lost)
                    await Task.Delay(Turn, TimeProvider.System, ct);
                if (IsCut || (fault is LinkFault.Lossy && Random.Shared.Next(200) is 0))
                    return;
                if (fault is LinkFault.Lossy)
                    await Task.Delay(Random.Shared.Next(50), ct);
                await to.SendAsync(buffer.AsMemory(0, read), ct);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone; the other follows.
        }
    }
}
