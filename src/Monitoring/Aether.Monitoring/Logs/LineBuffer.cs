using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Aether.Monitoring.Logs;

/// <summary>One line of the log while it is written. A thread that logs keeps its own, so that a line takes no memory beside its text.</summary>
internal sealed class LineBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 1 << 10;

    /// <summary>A thread gives back more than that.</summary>
    private const int LargestKept = 16 << 10;

    [ThreadStatic]
    private static LineBuffer? kept;

    private byte[] octets = new byte[FirstSize];
    private int length;

    private LineBuffer() => Json = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Writes into the line.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Names that stand in the line already.</summary>
    public List<string> Names { get; } = [];

    public ReadOnlySpan<byte> Written => octets.AsSpan(0, length);

    /// <summary>An empty one. Dispose it when its line is on its way: the thread's next line takes it.</summary>
    public static LineBuffer Take()
    {
        var line = kept ?? new LineBuffer();
        kept = null; // what is logged may log something itself when it is asked for its text
        line.length = 0;
        line.Names.Clear();
        line.Json.Reset();
        return line;
    }

    public void Dispose()
    {
        if (octets.Length <= LargestKept)
            kept = this;
    }

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return octets.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return octets.AsSpan(length);
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        MakeRoom(text.Length);
        text.CopyTo(octets.AsSpan(length));
        length += text.Length;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        MakeRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
        length += Encoding.UTF8.GetBytes(text, octets.AsSpan(length));
    }

    private void MakeRoom(int size)
    {
        size = Math.Max(size, 1);
        if (octets.Length - length < size)
            Array.Resize(ref octets, Math.Max(2 * octets.Length, length + size));
    }
}
