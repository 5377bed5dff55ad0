using System.Numerics;

namespace Aether.Storage.Search;

/// <summary>The runs of three octets in a folded text. A text that holds a string holds all runs of the string.</summary>
internal static class TrigramSet
{
    /// <summary>All runs of a short text.</summary>
    public static IEnumerable<uint> Of(byte[] text)
    {
        for (int i = 2; i < text.Length; i++)
            yield return ((uint)text[i - 2] << 16) | ((uint)text[i - 1] << 8) | text[i];
    }

    /// <summary>The row of a signature block that a run belongs to.</summary>
    /// <param name="rows">A power of two.</param>
    public static int RowOf(uint trigram, int rows) => (int)(HashOf(trigram) >> (32 - BitOperations.Log2((uint)rows)));

    /// <summary>Its first bits are the row, in a block of however many.</summary>
    public static uint HashOf(uint trigram) => trigram * 2654435761u;
}
