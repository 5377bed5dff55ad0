using System.Net;
using System.Net.Sockets;
using Aether.Net.Polling;

namespace Aether.Net.Tests.Polling;

/// <summary>A connection as the server has it, and the plain socket of its client.</summary>
internal sealed class PolledPair : IAsyncDisposable
{
    private readonly PolledListener listener;

    private PolledPair(PolledListener listener, PolledConnection server, Socket client) => (this.listener, Server, Client) = (listener, server, client);

    public PolledConnection Server { get; }

    public Socket Client { get; }

    public static async Task<PolledPair> OpenAsync()
    {
        var listener = PolledListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), backlog: 10);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.EndPoint);
        return new PolledPair(listener, (PolledConnection)(await listener.AcceptAsync())!, client);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Client.Dispose();
        await listener.UnbindAsync();
        await listener.DisposeAsync();
    }
}
