using System.Buffers;
using System.IO.Pipelines;
using Aether.Net.Connections;

namespace Aether.Imap.Wire;

/// <summary>
/// Gathers the small pieces that responses are made of in a span of the connection's pipe. A pipe takes a lock for every piece it is told of; a
/// listing of a mailbox has a dozen of them for each message.
/// </summary>
internal sealed class GatheredOutput(MailConnection connection) : IBufferWriter<byte>
{
    private PipeWriter? pipe;
    private Memory<byte> room;
    private int used;
    private long committed;

    /// <summary>Octets written since the last <see cref="Commit"/>.</summary>
    public long Unflushed => committed + used;

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (room.Length - used < Math.Max(sizeHint, 1))
            Refill(sizeHint);
        return room.Span[used..];
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (room.Length - used < Math.Max(sizeHint, 1))
            Refill(sizeHint);
        return room[used..];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(room.Length - used));
        used += count;
    }

    /// <summary>Hands all of it to the connection, whose pipe may be another one afterwards (STARTTLS, COMPRESS), and begins to count anew.</summary>
    public void Commit()
    {
        HandOver();
        committed = 0;
    }

    private void Refill(int sizeHint)
    {
        HandOver();
        pipe = connection.Output;
        room = pipe.GetMemory(sizeHint);
    }

    private void HandOver()
    {
        if (used > 0)
            pipe!.Advance(used);
        committed += used;
        used = 0;
        room = default;
        pipe = null;
    }
}
