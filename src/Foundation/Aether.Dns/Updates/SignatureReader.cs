using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Aether.Dns.Updates;

/// <summary>Reads an answer as far as its signature; whatever is in it, nothing is read behind its end. RFC 1035 §4.1.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> octets)
{
    private const int Header = 12;
    private const int MaxLabels = 128;
    private readonly ReadOnlySpan<byte> octets = octets;
    private int at;

    /// <summary>Goes to the last record of all.</summary>
    public bool TrySkipToLast(out int start)
    {
        start = 0;
        if (octets.Length < Header)
            return false;
        at = Header;
        for (int i = Count(4); i > 0; i--)
        {
            if (!TrySkipName() || !TrySkip(4))
                return false;
        }

        int records = Count(6) + Count(8) + Count(10);
        for (int i = 1; i < records; i++)
        {
            if (!TrySkipName() || !TrySkip(8) || !TryShort(out int length) || !TrySkip(length))
                return false;
        }

        start = at;
        return Count(10) > 0 && at < octets.Length;
    }

    public bool TryReadSignature(string name, string algorithm, [NotNullWhen(true)] out TsigData? data)
    {
        data = null;
        if (!TryName(out string owner) || !owner.Equals(name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase) || !TryShort(out int type) || type != 250 || !TrySkip(6) || !TryShort(out int length) || at + length != octets.Length)
            return false;
        if (!TryName(out string used) || used != algorithm || !TryShort(out int high) || !TryShort(out int middle) || !TryShort(out int low) || !TryShort(out int fudge))
            return false;
        if (!TryBytes(out byte[] mac) || !TryShort(out int id) || !TryShort(out int error) || !TryBytes(out byte[] other) || at != octets.Length)
            return false;
        data = new TsigData(((long)high << 32) | ((long)middle << 16) | (uint)low, fudge, mac, (ushort)id, error, other);
        return true;
    }

    private readonly int Count(int place) => BinaryPrimitives.ReadUInt16BigEndian(octets[place..]);

    private bool TryBytes(out byte[] bytes)
    {
        bytes = [];
        if (!TryShort(out int length) || at + length > octets.Length)
            return false;
        bytes = octets.Slice(at, length).ToArray();
        at += length;
        return true;
    }

    private bool TryShort(out int value)
    {
        value = at + 2 <= octets.Length ? BinaryPrimitives.ReadUInt16BigEndian(octets[at..]) : 0;
        return TrySkip(2);
    }

    private bool TrySkip(int length)
    {
        at += length;
        return at <= octets.Length;
    }

    /// <summary>A name that is not compressed, as in signatures. RFC 8945 §4.2.</summary>
    private bool TryName(out string name)
    {
        var text = new StringBuilder();
        name = "";
        while (at < octets.Length && text.Length <= 255)
        {
            int length = octets[at++];
            if (length == 0)
            {
                name = text.ToString().TrimEnd('.').ToLowerInvariant();
                return true;
            }

            if (length > 63 || at + length > octets.Length)
                return false;
            text.Append(Encoding.ASCII.GetString(octets.Slice(at, length))).Append('.');
            at += length;
        }

        return false;
    }

    private bool TrySkipName()
    {
        for (int labels = 0; at < octets.Length && labels < MaxLabels; labels++)
        {
            int length = octets[at];
            if (length == 0)
                return TrySkip(1);
            if (length >= 0xC0)
                return TrySkip(2); // the rest stands elsewhere
            if (!TrySkip(length + 1))
                return false;
        }

        return false;
    }
}
