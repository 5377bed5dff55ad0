using System.Buffers;
using System.Buffers.Binary;

namespace Aether.Tls.Acme;

/// <summary>Looks at the beginning of a TLS connection, whether a client wants <c>acme-tls/1</c> and nothing else. RFC 8446 §4.1.2, RFC 7301 §3.1, RFC 8737 §3.</summary>
public static class AcmeHello
{
    /// <summary>Octets of a hello that are looked at: one record, which is more than any authority sends.</summary>
    public const int MaxOctets = 5 + (16 << 10);

    private const byte Handshake = 22;
    private const byte ClientHello = 1;
    private const ushort Alpn = 16;

    /// <returns>Null: more has to come.</returns>
    public static bool? IsChallenge(ReadOnlySequence<byte> input)
    {
        const int RecordHead = 5;
        if (input.IsEmpty)
            return null;
        if (input.FirstSpan[0] is not Handshake)
            return false;
        if (input.Length < RecordHead)
            return null;
        Span<byte> head = stackalloc byte[RecordHead];
        input.Slice(0, RecordHead).CopyTo(head);
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[3..]);
        if (length > MaxOctets - RecordHead)
            return false;
        if (input.Length < RecordHead + length)
            return null;
        byte[] record = input.Slice(RecordHead, length).ToArray();
        return OffersChallenge(record);
    }

    private static bool OffersChallenge(ReadOnlySpan<byte> hello)
    {
        const int Fixed = 4 + 2 + 32; // type and length, version, random
        if (hello.Length < Fixed || hello[0] is not ClientHello)
            return false;
        var rest = hello[Fixed..];
        if (!TrySkip(ref rest, 1) || !TrySkip(ref rest, 2) || !TrySkip(ref rest, 1) || !TryTake(ref rest, 2, out var extensions)) // session, ciphers, compressions
            return false;
        while (extensions.Length >= 4)
        {
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, 2, out var body))
                return false;
            if (type is Alpn)
                return TryTake(ref body, 2, out var names) && TryTake(ref names, 1, out var name) && names.IsEmpty && name.SequenceEqual("acme-tls/1"u8);
        }

        return false;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, int lengthOctets) => TryTake(ref rest, lengthOctets, out _);

    /// <summary>A vector: its length in one or two octets, then itself.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> rest, int lengthOctets, out ReadOnlySpan<byte> vector)
    {
        vector = default;
        if (rest.Length < lengthOctets)
            return false;
        int length = lengthOctets is 1 ? rest[0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length - lengthOctets < length)
            return false;
        vector = rest.Slice(lengthOctets, length);
        rest = rest[(lengthOctets + length)..];
        return true;
    }
}
