using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Aether.Dns.Transport;

/// <summary>Asks over a connection of its own. RFC 1035 §4.2.2, RFC 7766.</summary>
internal static class TcpExchange
{
    /// <param name="query">With its length before it.</param>
    /// <returns>Null: it would be longer than allowed.</returns>
    /// <exception cref="IOException">The server hung up.</exception>
    public static async Task<byte[]?> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> query, int maxAnswer, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, ct);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(query, ct);
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length, ct);
        int octets = BinaryPrimitives.ReadUInt16BigEndian(length);
        if (octets > maxAnswer)
            return null;
        byte[] answer = new byte[octets];
        await stream.ReadExactlyAsync(answer, ct);
        return answer;
    }
}
