using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Aether.Net.Polling;

/// <summary>Accepts connections of one address.</summary>
internal sealed class PolledListener : IConnectionListener
{
    private static readonly TimeSpan WhenFull = TimeSpan.FromMilliseconds(100);

    private readonly Socket socket;
    private readonly CancellationTokenSource unbound = new();

    private PolledListener(Socket socket) => this.socket = socket;

    public EndPoint EndPoint => socket.LocalEndPoint!;

    /// <exception cref="AddressInUseException">Somebody else listens there.</exception>
    /// <exception cref="SocketException">The address is none of this machine's, or not allowed.</exception>
    public static PolledListener Bind(IPEndPoint endPoint, int backlog)
    {
        if (endPoint.Address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            endPoint = new IPEndPoint(IPAddress.Any, endPoint.Port);
        var socket = NewSocket(endPoint);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(backlog);
            return new PolledListener(socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            if (failure.SocketErrorCode is SocketError.AddressAlreadyInUse)
                throw new AddressInUseException(failure.Message, failure);
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                return Bind(new IPEndPoint(IPAddress.Any, endPoint.Port), backlog); // switched off in this machine
            throw;
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unbound.Token);
        while (true)
        {
            try
            {
                return Open(await socket.AcceptAsync(either.Token));
            }
            catch (Exception over) when (over is ObjectDisposedException || (over is OperationCanceledException && unbound.IsCancellationRequested))
            {
                return null;
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                await Task.Delay(WhenFull, cancellationToken); // asking again at once would only take the CPU from those who are to end
            }
            catch (Exception gone) when (gone is SocketException or IOException)
            {
                // It was gone before it was accepted.
            }
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbound.CancelAsync();
        socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        unbound.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PolledConnection Open(Socket accepted)
    {
        try
        {
            accepted.NoDelay = true;
            return new PolledConnection(accepted);
        }
        catch
        {
            accepted.Dispose();
            throw;
        }
    }

    /// <summary>All addresses: both families by one socket.</summary>
    private static Socket NewSocket(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (endPoint.Address.Equals(IPAddress.IPv6Any))
            socket.DualMode = true;
        return socket;
    }
}
