using System.Buffers.Binary;
using System.Text;

namespace Aether.Dns.Messages;

/// <summary>Writes what DNS messages are made of; names are not compressed. RFC 1035 §4.1.</summary>
internal sealed class WireWriter
{
    private const int MaxName = 255;
    private const int MaxLabel = 63;
    private readonly List<byte> octets = new(512);

    public int Length => octets.Count;

    public byte[] ToArray() => [.. octets];

    public WireWriter Byte(byte value)
    {
        octets.Add(value);
        return this;
    }

    public WireWriter Short(int value)
    {
        octets.AddRange((ReadOnlySpan<byte>)[(byte)(value >> 8), (byte)value]);
        return this;
    }

    public WireWriter Int(uint value)
    {
        Span<byte> wire = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(wire, value);
        octets.AddRange((ReadOnlySpan<byte>)wire);
        return this;
    }

    public WireWriter Bytes(ReadOnlySpan<byte> value)
    {
        octets.AddRange(value);
        return this;
    }

    /// <exception cref="FormatException">It is no name.</exception>
    public WireWriter Name(string name)
    {
        int start = octets.Count;
        foreach (string label in name.TrimEnd('.').ToLowerInvariant().Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (label.Length > MaxLabel || !Ascii.IsValid(label))
                throw new FormatException($"\"{name}\" is no name.");
            octets.Add((byte)label.Length);
            octets.AddRange(Encoding.ASCII.GetBytes(label));
        }

        octets.Add(0);
        return octets.Count - start <= MaxName ? this : throw new FormatException($"\"{name}\" is no name.");
    }
}
