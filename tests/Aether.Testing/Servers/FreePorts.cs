using System.Net;
using System.Net.Sockets;

namespace Aether.Testing.Servers;

/// <summary>
/// Ports of the loopback address that nobody uses. They lie below the range that the kernel gives to outgoing
/// connections, and each is given out once in a process, so that nobody takes them before the server does.
/// </summary>
public static class FreePorts
{
    private const int First = 10_000;
    private const int Count = 10_000;

    private static int next = Random.Shared.Next(Count);

    public static int[] Take(int count)
    {
        var ports = new List<int>(count);
        while (ports.Count < count)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref next) % Count);
            if (IsFree(port))
                ports.Add(port);
        }
        return [.. ports];
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false; // There is no Try form of Bind.
        }
    }
}
