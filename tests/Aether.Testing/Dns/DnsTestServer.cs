using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Testing.Dns;

/// <summary>A name server on loopback that answers from a <see cref="DnsZone"/>, over UDP and, if it is to, over TCP. RFC 1035 §4.</summary>
public sealed class DnsTestServer : IAsyncDisposable
{
    private readonly UdpClient socket;
    private readonly UdpClient elsewhere = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly TcpListener? listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;
    private readonly Task listening;
    private readonly ConcurrentQueue<(int Port, int Id)> asked = [];
    private int connections;

    /// <param name="port">0 for any.</param>
    public DnsTestServer(DnsZone zone, bool takesConnections = false, int port = 0)
    {
        Zone = zone;
        (socket, listener) = takesConnections ? Listen() : (new UdpClient(new IPEndPoint(IPAddress.Loopback, port)), null);
        serving = Task.Run(ServeAsync);
        listening = listener is null ? Task.CompletedTask : Task.Run(AcceptAsync);
    }

    public DnsZone Zone { get; }

    public IPEndPoint Address => (IPEndPoint)socket.Client.LocalEndPoint!;

    /// <summary>How many datagrams have come: what a cache answered is not among them.</summary>
    public int Questions => asked.Count;

    /// <summary>Where each question came from, and its number.</summary>
    public IReadOnlyCollection<(int Port, int Id)> Asked => asked;

    /// <summary>Questions that came over TCP.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>What is sent when this would be the answer.</summary>
    public Func<byte[], IEnumerable<DnsDatagram>> Sends { get; set; } = static answer => [new(answer)];

    /// <summary>What is said over TCP when this would be the answer; null to hang up. More is not said, and the line is kept.</summary>
    public Func<byte[], byte[]?> Says { get; set; } = static answer => [(byte)(answer.Length >> 8), (byte)answer.Length, .. answer];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(serving, listening);
        listener?.Dispose();
        elsewhere.Dispose();
        socket.Dispose();
        stopping.Dispose();
    }

    private static (UdpClient Socket, TcpListener Listener) Listen()
    {
        while (true)
        {
            var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var listener = new TcpListener((IPEndPoint)socket.Client.LocalEndPoint!);
            try
            {
                listener.Start();
                return (socket, listener);
            }
            catch (SocketException)
            {
                listener.Dispose(); // somebody has the port of that number
                socket.Dispose();
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var query = await socket.ReceiveAsync(stopping.Token);
                asked.Enqueue((query.RemoteEndPoint.Port, BinaryPrimitives.ReadUInt16BigEndian(query.Buffer)));
                if (Zone.IsSilent)
                    continue;
                foreach (var datagram in Sends(Zone.Distort(Answer(query.Buffer))))
                    await (datagram.IsFromElsewhere ? elsewhere : socket).SendAsync(datagram.Octets, query.RemoteEndPoint, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AcceptAsync()
    {
        var held = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await listener!.AcceptTcpClientAsync(stopping.Token);
                held.Add(client);
                Interlocked.Increment(ref connections);
                await ConverseAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            held.ForEach(static client => client.Dispose()); // the test is over
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            byte[] length = new byte[2];
            await stream.ReadExactlyAsync(length, stopping.Token);
            byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(query, stopping.Token);
            if (Says(Answer(query)) is { } said)
                await stream.WriteAsync(said, stopping.Token);
            else
                client.Close();
        }
        catch (IOException)
        {
            client.Close(); // who asked hung up
        }
    }

    private byte[] Answer(byte[] query)
    {
        int end = 12;
        var labels = new List<string>();
        while (query[end] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(query, end + 1, query[end]));
            end += query[end] + 1;
        }

        end += 5;
        int type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(end - 4));
        var (chain, name) = Zone.Follow(string.Join('.', labels));
        var (code, records) = Zone.Find(name, type);

        var answer = new List<byte>();
        answer.AddRange(query.AsSpan(0, 2));
        answer.AddRange([0x81, (byte)(0x80 | (Zone.Validates ? 0x20 : 0) | code), 0, 1, 0, (byte)(chain.Count + records.Count), 0, (byte)(records.Count == 0 && code != DnsZone.ServerFailure ? 1 : 0), 0, 0]);
        answer.AddRange(query.AsSpan(12, end - 12));
        foreach (var (from, to) in chain)
            AddRecord(answer, DnsZone.EncodeName(from), 5, DnsZone.EncodeName(to));
        foreach (var data in records)
            AddRecord(answer, DnsZone.EncodeName(name), type, data);

        // RFC 2308 §2: a negative answer brings the zone's SOA, whose TTL says how long it holds.
        if (records.Count == 0 && code != DnsZone.ServerFailure)
            AddRecord(answer, [0], 6, [0, 0, .. new byte[16], .. Number(Zone.TimeToLive)]);
        return [.. answer];
    }

    private void AddRecord(List<byte> answer, byte[] name, int type, byte[] data)
    {
        answer.AddRange(name);
        answer.AddRange([0, (byte)type, 0, 1]);
        answer.AddRange(Number(Zone.TimeToLive));
        answer.AddRange([(byte)(data.Length >> 8), (byte)data.Length]);
        answer.AddRange(data);
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
