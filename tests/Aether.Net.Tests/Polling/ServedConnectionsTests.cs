using System.Net;
using System.Net.Sockets;
using Aether.Net.Polling;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aether.Net.Tests.Polling;

/// <summary>Connections begin where they are accepted, and a stop waits for them.</summary>
public sealed class ServedConnectionsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_connection_begins_in_the_loop_and_is_closed_behind_its_session()
    {
        var place = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listener = Listen(_ =>
        {
            place.SetResult(PollLoop.IsCurrent);
            return Task.CompletedTask;
        });
        using var client = await ConnectAsync(listener);

        Assert.True(await place.Task.WaitAsync(Soon));
        Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(Soon));
    }

    [Fact]
    public async Task A_fault_closes_its_connection_only()
    {
        int count = 0;
        await using var listener = Listen(_ => Interlocked.Increment(ref count) is 1 ? throw new InvalidOperationException("broken") : Task.CompletedTask);

        for (int i = 1; i <= 2; i++)
        {
            using var client = await ConnectAsync(listener);
            Assert.Equal(0, await client.ReceiveAsync(new byte[1]).WaitAsync(Soon));
            Assert.Equal(i, count);
        }
    }

    [Fact]
    public async Task A_stop_waits_for_sessions_and_cuts_those_that_stay_too_long()
    {
        var (quick, slow) = (new TaskCompletionSource(), new TaskCompletionSource());
        var begun = new SemaphoreSlim(0);
        int count = 0;
        var listener = Listen(async connection =>
        {
            begun.Release();
            if (Interlocked.Increment(ref count) is 1)
            {
                await quick.Task;
                return;
            }

            await connection.Transport.Input.ReadAsync(); // ends when it is cut
            slow.SetResult();
        });
        using var first = await ConnectAsync(listener);
        Assert.True(await begun.WaitAsync(Soon));
        using var second = await ConnectAsync(listener);
        Assert.True(await begun.WaitAsync(Soon));

        using var patience = new CancellationTokenSource();
        await listener.UnbindAsync(patience.Token);
        var stopped = listener.DisposeAsync().AsTask();
        quick.SetResult();
        Assert.Equal(0, await first.ReceiveAsync(new byte[1]).WaitAsync(Soon));
        Assert.False(stopped.IsCompleted);

        await patience.CancelAsync();
        await slow.Task.WaitAsync(Soon);
        await stopped.WaitAsync(Soon);
    }

    private static PolledListener Listen(ConnectionDelegate serve)
    {
        var listener = PolledListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), backlog: 10, new ServedConnections(serve, NullLogger.Instance));
        _ = listener.AcceptAsync().AsTask();
        return listener;
    }

    private static async Task<Socket> ConnectAsync(PolledListener listener)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.EndPoint);
        return client;
    }
}
