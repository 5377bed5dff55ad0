using System.Buffers.Binary;

namespace Aether.Dns.Messages;

/// <summary>Reads what DNS messages are made of; whatever is in them, nothing is read behind the end. RFC 1035 §4.1.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private readonly ReadOnlySpan<byte> message = message;
    private int end = message.Length;

    /// <summary>Octets of the message that were read.</summary>
    public int At { get; private set; }

    public readonly int Left => end - At;

    public readonly bool IsAtEnd => At == end;

    public bool TrySkip(int length)
    {
        if (length > Left)
            return false;
        At += length;
        return true;
    }

    public bool TryByte(out int value)
    {
        value = Left >= 1 ? message[At] : 0;
        return TrySkip(1);
    }

    public bool TryShort(out int value)
    {
        value = Left >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(message[At..]) : 0;
        return TrySkip(2);
    }

    public bool TryInt(out uint value)
    {
        value = Left >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(message[At..]) : 0;
        return TrySkip(4);
    }

    public bool TryBytes(int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = length <= Left ? message.Slice(At, length) : default;
        return TrySkip(length);
    }

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> Rest()
    {
        var rest = message[At..end];
        At = end;
        return rest;
    }

    /// <summary>A reader of the next octets alone, whose names may go on anywhere before them.</summary>
    public bool TrySlice(int length, out WireReader slice)
    {
        slice = this;
        if (!TrySkip(length))
            return false;
        slice.end = At;
        return true;
    }

    public bool TrySkipName()
    {
        if (!WireName.TryMeasure(message[..end], At, out int length))
            return false;
        At += length;
        return true;
    }

    /// <summary>A name as a master file has it, in lower case (RFC 4343) and without the final dot; empty for the root.</summary>
    public bool TryName(out string name)
    {
        name = "";
        return WireName.TryMeasure(message[..end], At, out int length) && WireName.TryRead(message, At, out name) && TrySkip(length);
    }
}
