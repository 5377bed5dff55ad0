using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Aether.Smtp.Hooks.Milter;

/// <summary>One packet of the milter protocol: its length, a letter, its data. Sendmail's libmilter documents it.</summary>
internal readonly record struct MilterFrame(char Command, ReadOnlyMemory<byte> Data)
{
    /// <summary>What a filter may send at once: a body is replaced in pieces of 64 KiB.</summary>
    public const int MaxLength = (1 << 20) + 1;
    private const int LengthOctets = 4;

    /// <returns>Null: it is not whole yet.</returns>
    /// <exception cref="HookException">It is longer than anybody needs, or empty.</exception>
    public static MilterFrame? TryRead(ref ReadOnlySequence<byte> input)
    {
        if (input.Length < LengthOctets)
            return null;
        Span<byte> head = stackalloc byte[LengthOctets];
        input.Slice(0, LengthOctets).CopyTo(head);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length is 0 or > MaxLength)
            throw new HookException($"the milter sent a packet of {length} octets");
        if (input.Length < LengthOctets + length)
            return null;
        byte[] packet = input.Slice(LengthOctets, length).ToArray();
        input = input.Slice(LengthOctets + length);
        return new MilterFrame((char)packet[0], packet.AsMemory(1));
    }

    public void WriteTo(IBufferWriter<byte> output)
    {
        var head = output.GetSpan(LengthOctets + 1);
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)Data.Length + 1);
        head[LengthOctets] = (byte)Command;
        output.Advance(LengthOctets + 1);
        output.Write(Data.Span);
    }

    /// <summary>A packet of texts, each ended by NUL.</summary>
    public static MilterFrame OfTexts(char command, params ReadOnlySpan<string> texts)
    {
        var data = new ArrayBufferWriter<byte>();
        foreach (string text in texts)
        {
            data.Write(Encoding.UTF8.GetBytes(text));
            data.Write("\0"u8);
        }

        return new MilterFrame(command, data.WrittenMemory);
    }

    /// <summary>The texts of a packet, from an offset on.</summary>
    public string[] Texts(int from = 0)
    {
        if (from > Data.Length)
            throw new HookException("the milter sent a packet that is too short");
        var text = Encoding.UTF8.GetString(Data.Span[from..]);
        return (text.EndsWith('\0') ? text[..^1] : text).Split('\0');
    }

    public uint Number() => Data.Length >= LengthOctets
        ? BinaryPrimitives.ReadUInt32BigEndian(Data.Span)
        : throw new HookException("the milter sent a packet that is too short");
}
