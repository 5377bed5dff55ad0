using System.Buffers.Binary;
using System.Security.Cryptography;
using Aether.Dns.Messages;

namespace Aether.Dns.Updates;

/// <summary>Signs a request, and tells whether an answer to it is the server's own. RFC 8945 §4.3, §5.3.</summary>
internal sealed class Tsig(TsigKey key, TimeProvider clock)
{
    private const int Any = 255;
    private const int Fudge = 300;
    private const int Header = 12;
    private byte[] requestMac = [];

    /// <returns>The message with its signature behind.</returns>
    public byte[] Sign(byte[] message)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        requestMac = key.Mac([.. message, .. Variables(now, Fudge, 0, [])]);
        var data = new WireWriter().Name(key.Algorithm);
        Time(data, now).Short(Fudge).Short(requestMac.Length).Bytes(requestMac).Bytes(message.AsSpan(0, 2)).Short(0).Short(0);
        byte[] rdata = data.ToArray();
        byte[] signed = [.. message, .. new WireWriter().Name(key.Name).Short((int)RecordType.Tsig).Short(Any).Int(0).Short(rdata.Length).Bytes(rdata).ToArray()];
        BinaryPrimitives.WriteUInt16BigEndian(signed.AsSpan(10), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(10)) + 1));
        return signed;
    }

    /// <summary>The answer's last record is a signature of the same key, over it and our request, of about now.</summary>
    public bool IsGenuine(ReadOnlySpan<byte> answer)
    {
        if (!SignatureReader.TryRead(answer, key, out int start, out var found))
            return false;
        if (Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - found.Time) > Fudge)
            return false;

        // §4.3.2: as it was before the signature came to it.
        byte[] unsigned = answer[..start].ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(unsigned.AsSpan(10), (ushort)(BinaryPrimitives.ReadUInt16BigEndian(unsigned.AsSpan(10)) - 1));
        BinaryPrimitives.WriteUInt16BigEndian(unsigned, found.OriginalId);
        byte[] expected = key.Mac([.. new WireWriter().Short(requestMac.Length).Bytes(requestMac).ToArray(), .. unsigned, .. Variables(found.Time, found.Fudge, found.Error, found.Other)]);
        return unsigned.Length >= Header && CryptographicOperations.FixedTimeEquals(expected, found.Mac);
    }

    private byte[] Variables(long time, int fudge, int error, byte[] other) =>
        Time(new WireWriter().Name(key.Name).Short(Any).Int(0).Name(key.Algorithm), time).Short(fudge).Short(error).Short(other.Length).Bytes(other).ToArray();

    private static WireWriter Time(WireWriter wire, long seconds) => wire.Short((int)(seconds >> 32)).Int((uint)seconds);
}
