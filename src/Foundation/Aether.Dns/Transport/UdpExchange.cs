using System.Net;
using System.Net.Sockets;
using Aether.Dns.Messages;

namespace Aether.Dns.Transport;

/// <summary>
/// Asks by datagram, from a socket of its own for each question. It is connected, so that the system drops what others send than the server that was asked,
/// and its port is one that the system draws by lot. RFC 5452 §9.1, §9.2; case D08.
/// </summary>
internal static class UdpExchange
{
    /// <summary>Waits for the answer, past whatever else comes: an error at the first forgery would be what a forger wants.</summary>
    /// <param name="buffer">An answer that fills it may have been longer.</param>
    /// <param name="maxStrangers">So many messages that are no answer are passed over.</param>
    /// <returns>The length of the answer; 0 when somebody is guessing at it, and it is better asked for over TCP.</returns>
    public static async Task<int> AskAsync(IPEndPoint server, QueryMessage query, Memory<byte> buffer, int maxStrangers, CancellationToken ct)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, ct); // nothing goes out for that: it is a note to the system
        await socket.SendAsync(query.Datagram, SocketFlags.None, ct);
        for (int strangers = 0; strangers < maxStrangers; strangers++)
        {
            int length = await socket.ReceiveAsync(buffer, SocketFlags.None, ct);
            switch (query.Compare(buffer.Span[..length]))
            {
                case AnswerMatch.Full:
                    return length;
                case AnswerMatch.ButForCase:
                    return 0;
            }
        }

        return 0;
    }
}
