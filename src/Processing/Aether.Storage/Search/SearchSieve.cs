using System.Runtime.InteropServices;

namespace Aether.Storage.Search;

/// <summary>What an index can tell of an account's messages without reading their texts.</summary>
internal sealed class SearchSieve(int keys)
{
    private readonly List<Block> blocks = [];

    /// <summary>Adds a block.</summary>
    /// <param name="emails">Its emails, ascending.</param>
    /// <param name="days">The day each was sent, or 0.</param>
    /// <param name="possible">For each key <see cref="SignatureBlock.Messages"/> bits: the emails that may match it.</param>
    public void Add(long[] emails, int[] days, ulong[] possible) => blocks.Add(new Block(emails, days, possible));

    /// <summary>Writes down what is known of one email.</summary>
    public void Look(EmailId email, FoldedKeys folded, Span<bool?> results)
    {
        if (!TryFind(email.Value, out var block, out int message))
            return;
        for (int i = 0; i < keys; i++)
        {
            if (folded[i] is not { } key)
                continue;
            if (!key.IsText)
                results[i] = key.MatchesDay(block.Days[message]);
            else if ((block.Possible[(i * SignatureBlock.Messages / 64) + (message >> 6)] >> (message & 63) & 1) is 0)
                results[i] = false;
        }
    }

    private bool TryFind(long email, out Block block, out int message)
    {
        var span = CollectionsMarshal.AsSpan(blocks);
        int low = 0;
        int high = span.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (span[middle].Emails[^1] < email)
                low = middle + 1;
            else
                high = middle;
        }
        block = low < span.Length ? span[low] : default;
        message = block.Emails is null ? -1 : Array.BinarySearch(block.Emails, email);
        return message >= 0;
    }

    private readonly record struct Block(long[] Emails, int[] Days, ulong[] Possible);
}
