namespace Aether.Dns.Messages;

/// <summary>What stands before the data of a record. RFC 1035 §4.1.3.</summary>
/// <param name="Lifetime">As it stands there.</param>
internal readonly record struct RecordHeader(RecordType Type, int Class, uint Lifetime)
{
    /// <summary>Seconds. RFC 2181 §8: with the first bit set, none.</summary>
    public int TimeToLive => Lifetime <= int.MaxValue ? (int)Lifetime : 0;

    /// <summary>RFC 6891 §6.1.3: an OPT record has it in the place of the time to live.</summary>
    public int ExtendedCode => (int)(Lifetime >> 24);

    public static bool TryRead(ref WireReader reader, out RecordHeader header, out WireReader data)
    {
        header = default;
        data = default;
        if (!reader.TrySkipName() || !reader.TryShort(out int type) || !reader.TryShort(out int @class) || !reader.TryInt(out uint lifetime) || !reader.TryShort(out int length))
            return false;
        header = new RecordHeader((RecordType)type, @class, lifetime);
        return reader.TrySlice(length, out data);
    }
}
