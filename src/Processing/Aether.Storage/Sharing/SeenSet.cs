namespace Aether.Storage.Sharing;

/// <summary>The messages of a mailbox that one of its readers has seen: a bit a UID, in blocks of 4,096.</summary>
public sealed class SeenSet
{
    /// <summary>Bits that number a UID inside its block.</summary>
    internal const int BlockBits = 12;

    /// <summary>Octets of a block.</summary>
    internal const int BlockBytes = 1 << BlockBits >> 3;

    private const uint InBlock = (1u << BlockBits) - 1;

    private readonly Dictionary<uint, byte[]> blocks;

    internal SeenSet(Dictionary<uint, byte[]> blocks) => this.blocks = blocks;

    public static SeenSet Empty { get; } = new([]);

    public bool Contains(Uid uid) => blocks.TryGetValue(uid.Value >> BlockBits, out byte[]? block) && Has(block, uid);

    internal static bool Has(ReadOnlySpan<byte> block, Uid uid)
    {
        uint at = uid.Value & InBlock;
        return (block[(int)(at >> 3)] >> (int)(at & 7) & 1) is 1;
    }

    internal static void Flip(Span<byte> block, Uid uid)
    {
        uint at = uid.Value & InBlock;
        block[(int)(at >> 3)] ^= (byte)(1 << (int)(at & 7));
    }
}
