using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Benchmarks;

/// <summary>One connection that brings mail, from an address of our choice.</summary>
internal sealed class LoadClient : IDisposable
{
    private readonly NetworkStream stream;
    private readonly StreamReader replies;

    private LoadClient(Socket socket)
    {
        stream = new NetworkStream(socket, ownsSocket: true);
        replies = new StreamReader(stream, Encoding.ASCII);
    }

    public static async Task<LoadClient> OpenAsync(int port, IPAddress source, string name)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(source, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var client = new LoadClient(socket);
        await client.ExpectAsync("220");
        await client.WriteAsync($"EHLO {name}\r\n");
        await client.ExpectAsync("250");
        return client;
    }

    /// <returns>What was said to the content.</returns>
    public async Task<string> SendAsync(string from, string to, byte[] message)
    {
        await WriteAsync($"MAIL FROM:<{from}>\r\nRCPT TO:<{to}>\r\nDATA\r\n"); // RFC 2920: both sides take them in one piece
        await ExpectAsync("250");
        await ExpectAsync("250");
        await ExpectAsync("354");
        await stream.WriteAsync(message);
        await WriteAsync(".\r\n");
        return await ReplyAsync();
    }

    public void Dispose()
    {
        replies.Dispose();
        stream.Dispose();
    }

    private ValueTask WriteAsync(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task ExpectAsync(string code)
    {
        string reply = await ReplyAsync();
        if (!reply.StartsWith(code, StringComparison.Ordinal))
            throw new InvalidOperationException($"{code} was expected, not: {reply}");
    }

    private async Task<string> ReplyAsync()
    {
        while (true)
        {
            string line = await replies.ReadLineAsync() ?? throw new IOException("The server hung up.");
            if (line.Length < 4 || line[3] is ' ')
                return line;
        }
    }
}
