using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aether.Testing.Dns;

/// <summary>A name server over UDP on loopback that answers from a <see cref="DnsZone"/>. RFC 1035 §4.</summary>
public sealed class DnsTestServer : IAsyncDisposable
{
    private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource stopping = new();
    private readonly Task serving;
    private int questions;

    public DnsTestServer(DnsZone zone)
    {
        Zone = zone;
        serving = Task.Run(ServeAsync);
    }

    public DnsZone Zone { get; }

    public IPEndPoint Address => (IPEndPoint)socket.Client.LocalEndPoint!;

    /// <summary>How many questions have come: what a cache answered is not among them.</summary>
    public int Questions => Volatile.Read(ref questions);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await serving;
        socket.Dispose();
        stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var query = await socket.ReceiveAsync(stopping.Token);
                Interlocked.Increment(ref questions);
                if (Zone.IsSilent)
                    continue;
                await socket.SendAsync(Zone.Distort(Answer(query.Buffer)), query.RemoteEndPoint, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
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
