using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Aether.Net.Listeners;

/// <summary>Lets the kernel find out that a peer died without a word: probes while it is silent, a bound on what it leaves unanswered. RFC 1122 §4.2.3.6, RFC 5482.</summary>
internal static class PeerDeath
{
    private const int Probes = 3;

    /// <summary>IPPROTO_TCP and TCP_USER_TIMEOUT, which .NET has no names for.</summary>
    private const int TcpLevel = 6;
    private const int UserTimeout = 18;

    /// <param name="noticedIn">From the last sign of life to the end of the connection.</param>
    public static void Watch(ConnectionContext connection, TimeSpan noticedIn)
    {
        if ((connection as IConnectionSocketFeature ?? connection.Features.Get<IConnectionSocketFeature>())?.Socket is not { } socket)
            return;
        int silence = (int)noticedIn.TotalSeconds / 2;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Math.Max(1, silence));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, silence / Probes));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        socket.SetRawSocketOption(TcpLevel, UserTimeout, BitConverter.GetBytes((int)noticedIn.TotalMilliseconds));
    }
}
