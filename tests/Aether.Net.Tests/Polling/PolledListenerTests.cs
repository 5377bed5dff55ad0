using System.Net;
using System.Net.Sockets;
using Aether.Net.Polling;

namespace Aether.Net.Tests.Polling;

/// <summary>Connections come out of the loop that hears of them, each once.</summary>
public sealed class PolledListenerTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly PolledListener listener = PolledListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), backlog: 100);
    private readonly List<Socket> clients = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(static client => client.Dispose());
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_waits_goes_on_in_the_loop()
    {
        var accepted = AcceptAsync();
        await ConnectAsync(1);

        Assert.True(await accepted.WaitAsync(Soon));

        async Task<bool> AcceptAsync()
        {
            await using var connection = await listener.AcceptAsync().ConfigureAwait(false);
            return PollLoop.IsCurrent;
        }
    }

    /// <summary>More than are accepted at a time, before and after somebody waits for them.</summary>
    [Fact]
    public async Task A_crowd_is_accepted_to_the_last()
    {
        await ConnectAsync(40);
        var accepted = AcceptAsync(80);
        await ConnectAsync(40);

        var ports = await accepted.WaitAsync(Soon);
        Assert.Equal(clients.Select(static client => ((IPEndPoint)client.LocalEndPoint!).Port).Order(), ports.Order());

        async Task<List<int>> AcceptAsync(int count)
        {
            List<int> ports = [];
            while (ports.Count < count)
            {
                await using var connection = await listener.AcceptAsync().ConfigureAwait(false);
                Assert.Equal(listener.EndPoint, connection!.LocalEndPoint);
                ports.Add(((IPEndPoint)connection.RemoteEndPoint!).Port);
            }

            return ports;
        }
    }

    [Fact]
    public async Task What_is_accepted_sends_without_delay()
    {
        await ConnectAsync(1);
        await using var connection = (PolledConnection)(await listener.AcceptAsync())!;

        Assert.True(((Microsoft.AspNetCore.Connections.Features.IConnectionSocketFeature)connection).Socket.NoDelay);
    }

    [Fact]
    public async Task Unbinding_ends_the_wait_and_every_later_one()
    {
        var waits = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        Assert.Null(await waits.WaitAsync(Soon));
        Assert.Null(await listener.AcceptAsync());
    }

    private async Task ConnectAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            clients.Add(client);
            await client.ConnectAsync(listener.EndPoint);
        }
    }
}
