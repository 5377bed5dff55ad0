using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Aether.Testing.Servers;

namespace Aether.EndToEnd.Tests.Delivery;

/// <summary>A message near the limit passes in and out in pieces: the process never holds it.</summary>
public sealed class BigMessageTests : IAsyncLifetime
{
    private const int Size = 50 * 1024 * 1024 - 4096;
    private const int MaxGrowthMiB = 32;

    private AetherServer server = null!;

    public async ValueTask InitializeAsync() => server = await AetherServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Fifty_megabytes_in_and_out_do_not_grow_the_process()
    {
        await SendAsync(1 << 20); // What is compiled and pooled at the first message is not this message's doing.
        await ReceiveAsync(1);
        long before = PeakMiB();

        await SendAsync(Size);
        long received = await ReceiveAsync(2);

        Assert.True(received >= Size, $"{received} octets came back");
        Assert.True(PeakMiB() - before <= MaxGrowthMiB, $"the process grew from {before} to {PeakMiB()} MiB");
    }

    private async Task SendAsync(int size)
    {
        using var client = new TcpClient("127.0.0.1", server.Smtp);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 998) + "\r\n");
        await ExpectAsync(reader, "220 ");
        await stream.WriteAsync("EHLO c.test\r\nMAIL FROM:<a@far.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\n"u8.ToArray());
        await ExpectAsync(reader, "354 ");
        await stream.WriteAsync("Subject: big\r\n\r\n"u8.ToArray());
        for (int sent = 0; sent < size; sent += line.Length)
            await stream.WriteAsync(line);
        await stream.WriteAsync(".\r\nQUIT\r\n"u8.ToArray());
        await ExpectAsync(reader, "250 2.0.0");
    }

    private static async Task ExpectAsync(StreamReader reader, string start)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
                return;
            Assert.False(line[0] is '4' or '5', line);
        }
        Assert.Fail($"The server closed before '{start}'.");
    }

    private async Task<long> ReceiveAsync(int sequence)
    {
        using var client = new TcpClient("127.0.0.1", server.Imap);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"a LOGIN bob@example.test secret\r\nb SELECT INBOX\r\nc FETCH {sequence} BODY.PEEK[]\r\nd LOGOUT\r\n"));
        byte[] buffer = new byte[64 << 10];
        long total = 0;
        for (int read = 1; read > 0; total += read)
            read = await stream.ReadAsync(buffer);
        return total;
    }

    /// <summary>The highest resident size the process ever had.</summary>
    private long PeakMiB()
    {
        string line = File.ReadLines($"/proc/{server.ProcessId}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmHWM:".Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
    }
}
