using System.Net;
using System.Net.Sockets;

namespace Aether.Testing.Servers;

/// <summary>Ports of the loopback address that nobody uses at the moment.</summary>
public static class FreePorts
{
    public static int[] Take(int count, string address = "127.0.0.1")
    {
        // All are held open until the last is found, so that none comes twice.
        var sockets = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Parse(address), 0)).ToArray();
        foreach (var socket in sockets)
            socket.Start();
        int[] ports = [.. sockets.Select(socket => ((IPEndPoint)socket.LocalEndpoint).Port)];
        foreach (var socket in sockets)
            socket.Dispose();
        return ports;
    }
}
