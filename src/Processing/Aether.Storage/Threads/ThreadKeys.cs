using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Aether.Mime.Scanning;
using Aether.Mime.Text;

namespace Aether.Storage.Threads;

/// <summary>
/// What a message's thread is found by: hashes of its own id and of those it refers to, and one of its base subject. Messages
/// that share an id and the base subject are of one thread. RFC 8621 §3, RFC 5256 §2.1.
/// </summary>
/// <param name="Subject">Hash of the folded base subject.</param>
/// <param name="Ids">Hashes of message ids, its own first.</param>
internal sealed record ThreadKeys(long Subject, IReadOnlyList<long> Ids)
{
    /// <summary>References looked at: the first one, which began the thread, and the last ones.</summary>
    private const int MaxReferences = 10;

    public static ThreadKeys None { get; } = new(0, []);

    public static ThreadKeys Of(MessageFacts facts)
    {
        if (facts.MessageId is null && facts.References.Count is 0)
            return None;
        var ids = new List<long>();
        if (facts.MessageId is { } own)
            ids.Add(Hash(Encoding.UTF8.GetBytes(own)));
        int skipped = facts.References.Count - MaxReferences;
        for (int i = 0; i < facts.References.Count; i++)
        {
            if (i is 0 || i > skipped)
                ids.Add(Hash(Encoding.UTF8.GetBytes(facts.References[i])));
        }
        return new ThreadKeys(SubjectHash(facts.Subject ?? string.Empty), [.. ids.Distinct()]);
    }

    /// <param name="subject">As it stands.</param>
    public static long SubjectHash(string subject) => Hash(UnicodeCasemap.Fold(BaseSubject.Of(HeaderText.Decode(Encoding.UTF8.GetBytes(subject)))));

    /// <summary>As the email row keeps it: subject, then ids, eight octets each.</summary>
    public byte[] Pack()
    {
        if (Ids.Count is 0)
            return [];
        byte[] packed = new byte[8 * (Ids.Count + 1)];
        BinaryPrimitives.WriteInt64LittleEndian(packed, Subject);
        for (int i = 0; i < Ids.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(8 * (i + 1)), Ids[i]);
        return packed;
    }

    public static ThreadKeys Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < 16)
            return None;
        var ids = new List<long>(packed.Length / 8);
        for (int at = 8; at + 8 <= packed.Length; at += 8)
            ids.Add(BinaryPrimitives.ReadInt64LittleEndian(packed[at..]));
        return new ThreadKeys(BinaryPrimitives.ReadInt64LittleEndian(packed), ids);
    }

    private static long Hash(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
