using System.Runtime.CompilerServices;
using Aether.Imap.Selected;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;
using Aether.Storage.Search;

namespace Aether.Imap.Commands.Searching;

/// <summary>
/// A search made ready for one mailbox. It is decided in three values, so that what the rows cannot tell is asked only
/// where it matters. RFC 3501 §6.4.4.
/// </summary>
internal sealed class SearchProgram
{
    private readonly SearchKey[] keys;
    private readonly SequenceRange[]?[] ranges;
    private readonly long[] flags;
    private readonly SelectedMailbox selected;
    private readonly bool?[] stack;
    private readonly long now;

    private SearchProgram(SearchKey[] keys, SequenceRange[]?[] ranges, SelectedMailbox selected, DateTimeOffset now)
    {
        this.keys = keys;
        this.ranges = ranges;
        this.selected = selected;
        this.now = now.ToUnixTimeSeconds();
        flags = Array.ConvertAll(keys, key => key.Kind is SearchKeyKind.Flag ? MaskOf(key.Text, selected) : 0);
        stack = new bool?[keys.Length];
        TextKeys = Array.ConvertAll(keys, TextKeyOf);
        Unknown = new bool?[keys.Length];
    }

    /// <summary>What is asked of the messages' content, each at the place of its key; null where the rows can tell.</summary>
    public TextKey?[] TextKeys { get; }

    /// <summary>No content key known.</summary>
    public bool?[] Unknown { get; }

    /// <summary>Null when the search names a message number that does not exist.</summary>
    /// <param name="now">What OLDER and YOUNGER count from.</param>
    public static SearchProgram? TryPrepare(SearchArguments arguments, SelectedMailbox selected, DateTimeOffset now)
    {
        SearchKey[] keys = [.. arguments.Program];
        var ranges = new SequenceRange[]?[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i].Set is not { } set)
                continue;
            if (keys[i].Kind is SearchKeyKind.SequenceNumbers && selected.View.Resolve(set, Numbering.Sequence) is null)
                return null;
            if (set == SequenceSet.Saved)
                keys[i] = keys[i] with { Kind = SearchKeyKind.Uids };
            ranges[i] = keys[i].Kind is SearchKeyKind.Uids ? selected.View.ResolveUids(set) : set.Resolve((uint)selected.View.Count);
        }

        return new SearchProgram(keys, ranges, selected, now);
    }

    /// <summary>Whether a message matches; null while that hangs on content not known yet.</summary>
    /// <param name="index">The message's place in the view.</param>
    /// <param name="content">What is known of the content keys, by their place; null is unknown.</param>
    /// <remarks>Compiled well at once: a search over a large mailbox calls it often before it would count as hot.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool? Decide(int index, ReadOnlySpan<bool?> content)
    {
        ref readonly var row = ref selected.View.Rows[index];
        int top = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            switch (keys[i].Kind)
            {
                case SearchKeyKind.Not:
                    stack[top - 1] = !stack[top - 1];
                    break;
                case SearchKeyKind.Or:
                    top--;
                    stack[top - 1] |= stack[top];
                    break;
                case SearchKeyKind.And:
                    for (int operand = 1; operand < keys[i].Operands; operand++)
                    {
                        top--;
                        stack[top - 1] &= stack[top];
                    }

                    break;
                default:
                    stack[top++] = TextKeys[i] is null ? DecideByRow(i, index, in row) : content[i];
                    break;
            }
        }

        return stack[0];
    }

    private static TextKey? TextKeyOf(SearchKey key) => key.Kind switch
    {
        SearchKeyKind.Header => new TextKey(TextScope.Field) { Field = key.Field, Text = key.Text },
        SearchKeyKind.Body => new TextKey(TextScope.Body) { Text = key.Text },
        SearchKeyKind.Text => new TextKey(TextScope.Anywhere) { Text = key.Text },
        SearchKeyKind.SentBefore => new TextKey(TextScope.SentBefore) { Day = key.Day },
        SearchKeyKind.SentOn => new TextKey(TextScope.SentOn) { Day = key.Day },
        SearchKeyKind.SentSince => new TextKey(TextScope.SentSince) { Day = key.Day },
        _ => null,
    };

    private bool DecideByRow(int at, int index, ref readonly MessageRow row)
    {
        var key = keys[at];
        return key.Kind switch
        {
            SearchKeyKind.Flag => (row.Flags & flags[at]) is not 0 || (key.Text is "\\Recent" && selected.RecencyOf(row.Uid) is Recency.Recent),
            SearchKeyKind.SequenceNumbers => Contains(ranges[at], (uint)index + 1),
            SearchKeyKind.Uids => Contains(ranges[at], row.Uid.Value),
            SearchKeyKind.InternalBefore => DayOf(row) < key.Day,
            SearchKeyKind.InternalOn => DayOf(row) == key.Day,
            SearchKeyKind.InternalSince => DayOf(row) >= key.Day,
            SearchKeyKind.Older => row.InternalSeconds <= now - key.Size,
            SearchKeyKind.Younger => row.InternalSeconds >= now - key.Size,
            SearchKeyKind.Larger => row.Size > key.Size,
            SearchKeyKind.Smaller => row.Size < key.Size,
            _ => true,
        };
    }

    /// <summary>The bit of a flag in the rows; \Recent has none.</summary>
    private static long MaskOf(string name, SelectedMailbox selected) =>
        name.StartsWith('\\') ? (long)FlagNames.Find(name) : selected.Keywords.MaskOf(name);

    private static bool Contains(SequenceRange[]? ranges, uint number)
    {
        int low = 0;
        int high = ranges?.Length ?? 0;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ranges![middle].Last < number)
                low = middle + 1;
            else
                high = middle;
        }

        return ranges is not null && low < ranges.Length && ranges[low].Contains(number);
    }

    private static DateOnly DayOf(MessageRow row) => DateOnly.FromDateTime(row.InternalDate.UtcDateTime);
}
