using System.Security.Cryptography;

namespace Aether.Ledger;

/// <summary>What the books keep of a message: enough to know it again, and no more, for long runs send gigabytes.</summary>
internal sealed record LedgerEntry(int Length, UInt128 Hash)
{
    public static LedgerEntry Of(ReadOnlySpan<byte> message) => new(message.Length, HashOf(message));

    /// <summary>Whether a message ends with this one: trace fields stand before it.</summary>
    public bool IsEndOf(ReadOnlySpan<byte> message) => message.Length >= Length && HashOf(message[^Length..]) == Hash;

    private static UInt128 HashOf(ReadOnlySpan<byte> message) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(message));
}
