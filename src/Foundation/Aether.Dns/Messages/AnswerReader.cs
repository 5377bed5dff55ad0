using System.Diagnostics.CodeAnalysis;

namespace Aether.Dns.Messages;

/// <summary>Reads the data of one record, from its first octet to its last.</summary>
internal delegate bool TryReadData<T>(ref WireReader data, [NotNullWhen(true)] out T? value);

/// <summary>Reads answers to questions about one type of records; one with an error anywhere is none. RFC 1035 §4.1.</summary>
/// <param name="maxRecords">More are left out.</param>
internal sealed class AnswerReader<T>(RecordType type, TryReadData<T> read, int maxRecords)
{
    private const int In = 1;
    private const int AuthenticBit = 0x20;
    private const int CodeBits = 0x0F;

    public bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out AnswerMessage<T>? answer)
    {
        answer = null;
        var reader = new WireReader(message);
        if (!reader.TrySkip(2) || !reader.TryShort(out int flags) || !reader.TryShort(out int questions) || !reader.TryShort(out int answers) || !reader.TryShort(out int authorities) || !reader.TryShort(out int additionals))
            return false;
        for (; questions > 0; questions--)
        {
            if (!reader.TrySkipName() || !reader.TrySkip(4))
                return false;
        }

        var found = new AnswerMessage<T> { Code = flags & CodeBits, IsAuthentic = (flags & AuthenticBit) != 0 };
        bool whole = true;
        for (; whole && answers > 0; answers--)
            whole = TryAnswer(ref reader, found);
        for (; whole && authorities > 0; authorities--)
            whole = TryAuthority(ref reader, found);
        for (; whole && additionals > 0; additionals--)
            whole = TryAdditional(ref reader, found);
        answer = whole ? found : null;
        return whole;
    }

    private bool TryAnswer(ref WireReader reader, AnswerMessage<T> found)
    {
        if (!RecordHeader.TryRead(ref reader, out var header, out var data))
            return false;
        found.TimeToLive = Math.Min(found.TimeToLive, header.TimeToLive);
        if (header.Type is RecordType.Cname)
            found.Aliases++;
        if (header.Type != type || header.Class != In || found.Records.Count >= maxRecords)
            return true;
        if (!read(ref data, out var value) || !data.IsAtEnd)
            return false;
        found.Records.Add(value);
        return true;
    }

    private static bool TryAuthority(ref WireReader reader, AnswerMessage<T> found)
    {
        if (!RecordHeader.TryRead(ref reader, out var header, out var data))
            return false;
        if (header.Type is not RecordType.Soa)
            return true;
        if (!data.TrySkipName() || !data.TrySkipName() || !data.TrySkip(16) || !data.TryInt(out uint minimum) || !data.IsAtEnd)
            return false;
        found.NegativeTimeToLive = (int)Math.Min(minimum, (uint)header.TimeToLive);
        return true;
    }

    private static bool TryAdditional(ref WireReader reader, AnswerMessage<T> found)
    {
        if (!RecordHeader.TryRead(ref reader, out var header, out _))
            return false;
        if (header.Type is RecordType.Opt)
            found.Code |= header.ExtendedCode << 4;
        return true;
    }
}
