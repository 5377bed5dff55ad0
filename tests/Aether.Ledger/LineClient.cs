using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Aether.Ledger;

/// <summary>A connection that reads lines and literals: just enough for SMTP and IMAP, quick enough for a hundred thousand messages.</summary>
public sealed class LineClient : IDisposable
{
    private readonly TcpClient client;
    private readonly byte[] buffer = new byte[64 << 10];
    private NetworkStream stream = null!;
    private int start;
    private int end;

    private LineClient(TcpClient client) => this.client = client;

    public static async Task<LineClient> ConnectAsync(int port, CancellationToken ct)
    {
        var connection = new LineClient(new TcpClient { NoDelay = true });
        await connection.client.ConnectAsync("127.0.0.1", port, ct);
        connection.stream = connection.client.GetStream();
        return connection;
    }

    /// <summary>The other end of a connection that somebody opened.</summary>
    public static LineClient Over(TcpClient client) => new(client) { stream = client.GetStream() };

    public ValueTask SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.Latin1.GetBytes(text), ct);

    public ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken ct) => stream.WriteAsync(octets, ct);

    /// <summary>The next line without its CRLF.</summary>
    public async ValueTask<string> LineAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        while (true)
        {
            if (start == end)
                await FillAsync(ct);
            byte octet = buffer[start++];
            if (octet == (byte)'\n')
                return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(octet);
        }
    }

    /// <summary>The next <paramref name="count"/> octets.</summary>
    public async ValueTask<byte[]> OctetsAsync(int count, CancellationToken ct)
    {
        byte[] octets = new byte[count];
        for (int at = 0; at < count;)
        {
            if (start == end)
                await FillAsync(ct);
            int piece = Math.Min(count - at, end - start);
            buffer.AsSpan(start, piece).CopyTo(octets.AsSpan(at));
            start += piece;
            at += piece;
        }
        return octets;
    }

    /// <summary>An SMTP reply's code; continuation lines are read over.</summary>
    public async ValueTask<int> ReplyAsync(CancellationToken ct)
    {
        while (true)
        {
            string line = await LineAsync(ct);
            if (line.Length < 4 || line[3] != '-')
                return int.Parse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Sends an IMAP command and gives its untagged answers, each with its literal, and whether it ended with OK.</summary>
    public async Task<(bool Ok, string End, List<(string Line, byte[]? Literal)> Untagged)> CommandAsync(string command, CancellationToken ct, ReadOnlyMemory<byte> literal = default)
    {
        await SendAsync($"t {command}\r\n", ct);
        if (!literal.IsEmpty)
        {
            await SendAsync(literal, ct);
            await SendAsync("\r\n", ct);
        }
        var untagged = new List<(string, byte[]?)>();
        while (true)
        {
            string line = await LineAsync(ct);
            if (line.StartsWith("t ", StringComparison.Ordinal))
                return (line.StartsWith("t OK", StringComparison.Ordinal), line, untagged);
            untagged.Add((line, await LiteralAsync(line, ct)));
        }
    }

    public void Dispose() => client.Dispose();

    private async ValueTask<byte[]?> LiteralAsync(string line, CancellationToken ct)
    {
        int open = line.LastIndexOf('{');
        if (!line.EndsWith('}') || open < 0)
            return null;
        byte[] literal = await OctetsAsync(int.Parse(line.AsSpan(open + 1, line.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture), ct);
        await LineAsync(ct); // The rest of the parenthesised answer.
        return literal;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        start = 0;
        end = await stream.ReadAsync(buffer, ct);
        if (end == 0)
            throw new IOException("The server closed the connection.");
    }
}
