using Aether.Imap.Commands.Searching;
using Aether.Imap.Session;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Sorting;

/// <summary>
/// Finds the place of a message in a sorted result by halves, reading what the few others sort by that it is compared with, so that
/// nothing of them is kept. RFC 5267 §4.3.3.
/// </summary>
internal sealed class SortOrder(ImapSession session, IReadOnlyList<SortCriterion> keys) : IResultOrder
{
    public bool FollowsChanges => keys.Any(static key => key.Key is SortKey.ModSeq);

    public async ValueTask<int> PlaceAsync(int index, IReadOnlyList<int> others, CancellationToken ct)
    {
        var own = await ReadAsync(index, ct);
        int low = 0;
        int high = others.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (others[middle] >= 0 && SortValues.Compare(await ReadAsync(others[middle], ct), own, keys) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private async ValueTask<SortValues> ReadAsync(int index, CancellationToken ct) =>
        (await SortReader.ReadAsync(session, [index], keys, static _ => 0, ct))[0];
}
