using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Benchmarks;

/// <summary>Brings mail over one connection, from an address of our choice; connects when there is none, also after it was cut off.</summary>
internal sealed class LoadClient(int port, IPAddress source, string name) : IDisposable
{
    private const string Away = "421 The server hung up";
    private NetworkStream? stream;
    private StreamReader? replies;

    /// <returns>What was said to the content, or before it by a server that does not want it.</returns>
    public async Task<string> SendAsync(string from, string to, byte[] message)
    {
        try
        {
            string reply = await OfferAsync(from, to, message);
            if (reply.StartsWith("421", StringComparison.Ordinal)) // RFC 5321 §3.8: it hangs up
                Dispose();
            return reply;
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            Dispose();
            return Away;
        }
    }

    public void Dispose()
    {
        replies?.Dispose();
        stream?.Dispose();
        (stream, replies) = (null, null);
    }

    private async Task<string> OfferAsync(string from, string to, byte[] message)
    {
        if (stream is null && await OpenAsync() is { } busy)
            return busy;
        await WriteAsync($"MAIL FROM:<{from}>\r\nRCPT TO:<{to}>\r\nDATA\r\n"); // RFC 2920: both sides take them in one piece
        string? refusal = null;
        string reply = "";
        foreach (char wanted in "223")
        {
            reply = await ReplyAsync();
            if (reply[0] != wanted)
                refusal ??= reply;
            if (reply.StartsWith("421", StringComparison.Ordinal))
                return reply;
        }

        if (refusal is null)
            await stream!.WriteAsync(message);
        await WriteAsync(reply[0] is '3' ? ".\r\n" : "RSET\r\n");
        string last = await ReplyAsync();
        return refusal ?? last;
    }

    /// <returns>Null: it is open; else what the server said.</returns>
    private async Task<string?> OpenAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(source, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        stream = new NetworkStream(socket, ownsSocket: true);
        replies = new StreamReader(stream, Encoding.ASCII);
        string greeting = await ReplyAsync();
        if (greeting[0] is '2')
        {
            await WriteAsync($"EHLO {name}\r\n");
            greeting = await ReplyAsync();
        }

        if (greeting[0] is '2')
            return null;
        Dispose();
        return greeting;
    }

    private ValueTask WriteAsync(string text) => stream!.WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task<string> ReplyAsync()
    {
        while (true)
        {
            string line = await replies!.ReadLineAsync() ?? throw new IOException(Away);
            if (line.Length < 4 || line[3] is ' ')
                return line;
        }
    }
}
