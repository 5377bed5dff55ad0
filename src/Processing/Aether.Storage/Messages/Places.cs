using System.Buffers;

namespace Aether.Storage.Messages;

/// <summary>The mailboxes an email is in, with its UIDs there, packed: two varints each.</summary>
internal static class Places
{
    public static byte[] Pack(IReadOnlyList<(MailboxId Mailbox, Uid Uid)> places)
    {
        var packed = new ArrayBufferWriter<byte>(8 + places.Count * 8);
        foreach (var (mailbox, uid) in places)
        {
            Varint.Write(packed, (ulong)mailbox.Value);
            Varint.Write(packed, uid.Value);
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <summary>Places of so many messages, one each, whose UIDs rise from <paramref name="first"/> on.</summary>
    public static byte[] PackRun(MailboxId mailbox, Uid first, int count)
    {
        var packed = new ArrayBufferWriter<byte>(count * 8);
        for (uint i = 0; i < count; i++)
        {
            Varint.Write(packed, (ulong)mailbox.Value);
            Varint.Write(packed, first.Value + i);
        }
        return packed.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public static List<(MailboxId Mailbox, Uid Uid)> Unpack(ReadOnlySpan<byte> packed)
    {
        var places = new List<(MailboxId, Uid)>(1);
        while (!packed.IsEmpty)
            places.Add((new MailboxId((long)Varint.Read(ref packed)), new Uid((uint)Varint.Read(ref packed))));
        return places;
    }
}
