using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Aether.Net.Polling;

/// <summary>Accepts connections of one address in the loop that hears of them, and begins with them there.</summary>
internal sealed class PolledListener : IConnectionListener, IPolled
{
    private static readonly TimeSpan WhenFull = TimeSpan.FromMilliseconds(100);

    /// <summary>Connections accepted at a time in the loop: its sockets wait meanwhile. Behind a crowd the pool goes on.</summary>
    private const int AtATime = 16;

    private readonly Socket socket;
    private readonly Readiness waiting = new();
    private readonly PollLoop loop = PollLoop.Next();
    private readonly IPEndPoint? local;
    private readonly long id;
    private int inARow;
    private volatile bool isUnbound;

    private readonly ServedConnections? served;
    private CancellationToken patience;

    private PolledListener(Socket socket, ServedConnections? served)
    {
        this.served = served;
        this.socket = socket;
        Descriptor = (int)socket.Handle;
        EndPoint = socket.LocalEndPoint!;
        local = EndPoint is IPEndPoint one && !one.Address.Equals(IPAddress.Any) && !one.Address.Equals(IPAddress.IPv6Any) ? one : null;
        id = loop.Enter(this);
    }

    public EndPoint EndPoint { get; }

    public int Descriptor { get; }

    /// <param name="endPoint">Where to listen.</param>
    /// <param name="backlog">How many may wait to be accepted.</param>
    /// <param name="served">Takes them; null where whoever accepts them does.</param>
    /// <exception cref="AddressInUseException">Somebody else listens there.</exception>
    /// <exception cref="SocketException">The address is none of this machine's, or not allowed.</exception>
    public static PolledListener Bind(IPEndPoint endPoint, int backlog, ServedConnections? served = null)
    {
        if (endPoint.Address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            endPoint = new IPEndPoint(IPAddress.Any, endPoint.Port);
        var socket = NewSocket(endPoint);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return new PolledListener(socket, served);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            if (failure.SocketErrorCode is SocketError.AddressAlreadyInUse)
                throw new AddressInUseException(failure.Message, failure);
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                return Bind(new IPEndPoint(IPAddress.Any, endPoint.Port), backlog, served); // switched off in this machine
            throw;
        }
    }

    /// <returns>Null at the end; before that only connections that are not served here.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await NextAsync(cancellationToken) is { } connection)
        {
            if (served is null)
                return connection;
            _ = served.ServeAsync(connection);
        }

        return null;
    }

    /// <param name="cancellationToken">Ends the time that connections have to come to an end by themselves.</param>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        isUnbound = true;
        patience = cancellationToken;
        loop.Leave(id);
        waiting.Wake();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(patience);
        if (served is not null)
            await served.EndAsync(patience);
    }

    void IPolled.OnNotice(uint what, bool isQuiet) => waiting.OnNotice(isLast: false, isQuiet);

    private async ValueTask<PolledConnection?> NextAsync(CancellationToken cancellationToken)
    {
        while (!isUnbound)
        {
            try
            {
                waiting.Begin();
                if (TryAccept() is not { } accepted)
                {
                    inARow = 0;
                    await WaitAsync(cancellationToken);
                    continue;
                }

                waiting.Set(); // there may be more
                if (++inARow > AtATime)
                    await default(LoopExit);
                return Open(accepted);
            }
            catch (Exception over) when (isUnbound && over is ObjectDisposedException or SocketException)
            {
                return null;
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                await Task.Delay(WhenFull, cancellationToken); // asking again at once would only take the CPU from those who are to end
            }
            catch (Exception gone) when (gone is SocketException or IOException)
            {
                await default(LoopExit); // it was gone before it was accepted: a loop has more to do than to wait for better ones
            }
        }

        return null;
    }

    /// <returns>Null: nobody is there.</returns>
    private Socket? TryAccept() => socket.Poll(0, SelectMode.SelectRead) ? socket.Accept() : null;

    private ValueTask<bool> WaitAsync(CancellationToken ct)
    {
        var wait = waiting.WaitAsync(GoesOn.InLoop, ct);
        if (isUnbound)
            waiting.Wake();
        return wait;
    }

    private PolledConnection Open(Socket accepted)
    {
        try
        {
            return new PolledConnection(accepted, local ?? accepted.LocalEndPoint, loop);
        }
        catch
        {
            accepted.Dispose();
            throw;
        }
    }

    /// <summary>All addresses: both families by one socket. What it accepts sends at once, as it does.</summary>
    private static Socket NewSocket(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
        if (endPoint.Address.Equals(IPAddress.IPv6Any))
            socket.DualMode = true;
        return socket;
    }
}
