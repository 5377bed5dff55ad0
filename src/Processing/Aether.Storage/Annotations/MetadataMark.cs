using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Aether.Storage.Annotations;

/// <summary>That an annotation is there and how it stands, without its value.</summary>
/// <param name="Mailbox">Null: it is the account's.</param>
/// <param name="Reader">Whose own it is; null: everybody's.</param>
/// <param name="Digest">Of its value.</param>
public readonly record struct MetadataMark(MailboxId? Mailbox, string Name, AccountId? Reader, long Digest)
{
    internal static MetadataMark Of(long mailbox, string name, long reader, ReadOnlySpan<byte> sha256) => new(
        mailbox is 0 ? null : new MailboxId(mailbox), name, reader is 0 ? null : new AccountId(reader), BinaryPrimitives.ReadInt64LittleEndian(sha256));

    internal static byte[] DigestOf(ReadOnlySpan<byte> value) => SHA256.HashData(value);
}
