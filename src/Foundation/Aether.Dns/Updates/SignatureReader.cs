using System.Diagnostics.CodeAnalysis;
using Aether.Dns.Messages;

namespace Aether.Dns.Updates;

/// <summary>Finds the signature of an answer, its last record. RFC 8945 §4.2, §5.1.</summary>
internal static class SignatureReader
{
    /// <param name="start">Where the record begins.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, TsigKey key, out int start, [NotNullWhen(true)] out TsigData? data)
    {
        data = null;
        var reader = new WireReader(message);
        bool isFound = TrySkipToLast(ref reader);
        start = reader.At;
        if (!isFound || !reader.TryName(out string owner) || !owner.Equals(key.Name.TrimEnd('.'), StringComparison.OrdinalIgnoreCase))
            return false;
        if (!reader.TryShort(out int type) || type != (int)RecordType.Tsig || !reader.TrySkip(6) || !reader.TryShort(out int length) || length != reader.Left)
            return false;
        if (!reader.TryName(out string used) || used != key.Algorithm || !reader.TryShort(out int high) || !reader.TryInt(out uint low) || !reader.TryShort(out int fudge))
            return false;
        if (!TryBytes(ref reader, out byte[] mac) || !reader.TryShort(out int id) || !reader.TryShort(out int error) || !TryBytes(ref reader, out byte[] other) || !reader.IsAtEnd)
            return false;
        data = new TsigData(((long)high << 32) | low, fudge, mac, (ushort)id, error, other);
        return true;
    }

    private static bool TrySkipToLast(ref WireReader reader)
    {
        if (!reader.TrySkip(4) || !reader.TryShort(out int questions) || !reader.TryShort(out int answers) || !reader.TryShort(out int authorities) || !reader.TryShort(out int additionals))
            return false;
        for (; questions > 0; questions--)
        {
            if (!reader.TrySkipName() || !reader.TrySkip(4))
                return false;
        }

        for (int records = answers + authorities + additionals; records > 1; records--)
        {
            if (!RecordHeader.TryRead(ref reader, out _, out _))
                return false;
        }

        return additionals > 0 && !reader.IsAtEnd;
    }

    private static bool TryBytes(ref WireReader reader, out byte[] bytes)
    {
        bool isWhole = reader.TryShort(out int length) & reader.TryBytes(length, out var read);
        bytes = read.ToArray();
        return isWhole;
    }
}
