using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Smtp.Tests.Hooks;

/// <summary>A milter on a real socket that answers as a test tells it, and notes what it hears.</summary>
internal sealed class ScriptedMilter : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentBag<Task> sessions = [];
    private readonly Task accepting;

    public ScriptedMilter()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"inet:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>The steps it does not want to hear of, or does not answer.</summary>
    public uint Steps { get; init; }

    /// <summary>The packets that answer a command; null stays silent, none closes the connection.</summary>
    public Func<char, string, IReadOnlyList<byte[]>?> Answer { get; set; } = (_, _) => [Packet('c')];

    /// <summary>Commands as letter and data, NULs shown as |.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public static byte[] Packet(char command, string data = "", uint? number = null)
    {
        byte[] texts = Encoding.UTF8.GetBytes(data.Replace('|', '\0'));
        byte[] head = new byte[5];
        int extra = number is null ? 0 : 4;
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)(texts.Length + extra + 1));
        head[4] = (byte)command;
        byte[] index = new byte[extra];
        if (number is { } given)
            BinaryPrimitives.WriteUInt32BigEndian(index, given);
        return [.. head, .. index, .. texts];
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(sessions);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                sessions.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            byte[] head = new byte[5];
            while (true)
            {
                await stream.ReadExactlyAsync(head, stopping.Token);
                byte[] data = new byte[BinaryPrimitives.ReadUInt32BigEndian(head) - 1];
                await stream.ReadExactlyAsync(data, stopping.Token);
                char command = (char)head[4];
                var text = Encoding.UTF8.GetString(data).Replace('\0', '|');
                if (command == 'O')
                {
                    byte[] offer = new byte[17];
                    BinaryPrimitives.WriteUInt32BigEndian(offer, 13);
                    offer[4] = (byte)'O';
                    BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(5), 6);
                    BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(9), 0xFF);
                    BinaryPrimitives.WriteUInt32BigEndian(offer.AsSpan(13), Steps);
                    await stream.WriteAsync(offer, stopping.Token);
                    continue;
                }

                if (command == 'Q')
                    return;
                Heard.Enqueue(command + text);
                if (command == 'D')
                    continue;
                if (Answer(command, text) is not { } packets)
                    continue;
                if (packets.Count == 0)
                    return;
                foreach (byte[] packet in packets)
                    await stream.WriteAsync(packet, stopping.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The server left, or the test is over.
        }
    }
}
