using System.Buffers;

namespace Aether.Storage.Changes;

/// <summary>The messages of one change, packed: count, UIDs as differences, email ids as signed differences.</summary>
internal static class ChangedIds
{
    public static byte[] Pack(ReadOnlySpan<(Uid Uid, EmailId Email)> messages)
    {
        var packed = new ArrayBufferWriter<byte>(8 + messages.Length * 4);
        Varint.Write(packed, (ulong)messages.Length);
        uint uid = 0;
        foreach (var message in messages)
        {
            Varint.Write(packed, message.Uid.Value - uid);
            uid = message.Uid.Value;
        }
        long email = 0;
        foreach (var message in messages)
        {
            Varint.Write(packed, Varint.ZigZag(message.Email.Value - email));
            email = message.Email.Value;
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <summary>Adds the UIDs of a packed row to <paramref name="uids"/>.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static void AddUids(ReadOnlySpan<byte> packed, ISet<uint> uids)
    {
        ulong count = Varint.Read(ref packed);
        uint uid = 0;
        for (ulong i = 0; i < count; i++)
            uids.Add(uid += (uint)Varint.Read(ref packed));
    }
}
