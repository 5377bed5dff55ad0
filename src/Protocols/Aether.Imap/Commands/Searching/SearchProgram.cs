using System.Runtime.CompilerServices;
using Aether.Imap.Selected;
using Aether.Protocol.Imap;
using Aether.Storage;
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
    private readonly long[] ids;
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
        ids = Array.ConvertAll(keys, static key => IdOf(key));
        TextKeys = Array.ConvertAll(keys, TextKeyOf);
        Words = new Dictionary<EmailId, int>?[keys.Length];
        Unknown = new bool?[keys.Length];
    }

    /// <summary>The threads that are asked for; messages of them are to be given to <see cref="Threads"/> first.</summary>
    public IEnumerable<long> WantedThreads => keys.Select((key, at) => (key, at)).Where(static pair => pair.key.Kind is SearchKeyKind.ThreadId).Select(pair => ids[pair.at]);

    /// <summary>The oldest message that was dealt with, when there were more than one command may deal with. RFC 9738 §3.</summary>
    public Uid? Lowest { get; set; }

    /// <summary>Which thread an email is in, as far as <see cref="WantedThreads"/> go.</summary>
    public Dictionary<EmailId, long> Threads { get; } = [];

    /// <summary>It asks when messages came into the mailbox; <see cref="SaveDates"/> are to be given first.</summary>
    public bool WantsSaveDates => keys.Any(static key => key.Kind is SearchKeyKind.SavedBefore or SearchKeyKind.SavedOn or SearchKeyKind.SavedSince);

    /// <summary>When messages came into the mailbox, by UID, in seconds since 1970.</summary>
    public IReadOnlyDictionary<uint, long> SaveDates { get; set; } = new Dictionary<uint, long>();

    /// <summary>Keys about annotations, each with its place; <see cref="Annotated"/> is to be given first. RFC 5257 §4.8.</summary>
    public IEnumerable<(int At, SearchKey Key)> AnnotationKeys => keys.Select((key, at) => (at, key)).Where(static pair => pair.key.Kind is SearchKeyKind.Annotation);

    /// <summary>The UIDs that a key about annotations found, at its place.</summary>
    public Dictionary<int, HashSet<uint>> Annotated { get; } = [];

    /// <summary>What is asked of the messages' content, each at the place of its key; null where the rows can tell.</summary>
    public TextKey?[] TextKeys { get; }

    /// <summary>What fuzzy keys found by words, each at the place of its key; null where a key is met to the letter. RFC 6203 §3.</summary>
    public Dictionary<EmailId, int>?[] Words { get; }

    /// <summary>Emails behind this one are not known by their words yet: they are met to the letter.</summary>
    public EmailId IndexedTo { get; set; }

    /// <summary>How well an email fits, from 1 to 100: as its words do, on average of the keys that found it.</summary>
    public int ScoreOf(EmailId email)
    {
        int sum = 0;
        int count = 0;
        foreach (var found in Words)
        {
            if (found is null || !found.TryGetValue(email, out int score))
                continue;
            sum += score;
            count++;
        }

        return count is 0 ? 100 : sum / count;
    }

    /// <summary>The fuzzy keys that words can answer, and where those are looked for.</summary>
    public IEnumerable<(int At, WordScope Scope, string Text)> FuzzyKeys()
    {
        for (int at = 0; at < keys.Length; at++)
        {
            WordScope? scope = !keys[at].IsFuzzy ? null : keys[at].Kind switch
            {
                SearchKeyKind.Text => WordScope.Anywhere,
                SearchKeyKind.Body => WordScope.Body,
                SearchKeyKind.Header when keys[at].Field is "SUBJECT" => WordScope.Subject,
                SearchKeyKind.Header when keys[at].Field is "FROM" or "TO" or "CC" or "BCC" => WordScope.Addresses,
                _ => null,
            };
            if (scope is { } found && !string.IsNullOrWhiteSpace(keys[at].Text))
                yield return (at, found, keys[at].Text);
        }
    }

    /// <summary>No content key known.</summary>
    public bool?[] Unknown { get; }

    /// <summary>A message number that does not exist is no message's: such a search finds nothing, and goes on.</summary>
    /// <param name="now">What OLDER and YOUNGER count from.</param>
    public static SearchProgram Prepare(SearchArguments arguments, SelectedMailbox selected, DateTimeOffset now)
    {
        SearchKey[] keys = [.. arguments.Program];
        var ranges = new SequenceRange[]?[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i].Set is not { } set)
                continue;
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
        ref readonly var row = ref selected.View[index];
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
                    stack[top++] = TextKeys[i] is null ? DecideByRow(i, index, in row)
                        : Words[i] is { } words && (row.Email.Value <= IndexedTo.Value || words.ContainsKey(row.Email)) ? words.ContainsKey(row.Email)
                        : content[i];
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
            SearchKeyKind.SavedBefore => SaveDayOf(row) < key.Day,
            SearchKeyKind.SavedOn => SaveDayOf(row) == key.Day,
            SearchKeyKind.SavedSince => SaveDayOf(row) >= key.Day,
            SearchKeyKind.Older => row.InternalSeconds <= now - key.Size,
            SearchKeyKind.Younger => row.InternalSeconds >= now - key.Size,
            SearchKeyKind.ModSeq => row.ModSeq.Value >= key.Size,
            SearchKeyKind.EmailId => row.Email.Value == ids[at],
            SearchKeyKind.ThreadId => Threads.TryGetValue(row.Email, out long thread) && thread == ids[at],
            SearchKeyKind.Annotation => Annotated[at].Contains(row.Uid.Value),
            SearchKeyKind.Larger => row.Size > key.Size,
            SearchKeyKind.Smaller => row.Size < key.Size,
            _ => true,
        };
    }

    /// <summary>The number behind an id; -1 is nobody's.</summary>
    private static long IdOf(SearchKey key) =>
        key.Kind is SearchKeyKind.EmailId && ObjectIds.TryParse(key.Text, 'E', out long email) ? email
        : key.Kind is SearchKeyKind.ThreadId && ObjectIds.TryParse(key.Text, 'T', out long thread) ? thread
        : -1;

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

    /// <summary>RFC 8514 §4.3: where it is not known, the internal date stands for it.</summary>
    private DateOnly SaveDayOf(MessageRow row) =>
        SaveDates.TryGetValue(row.Uid.Value, out long saved) ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(saved).UtcDateTime) : DayOf(row);

    private static DateOnly DayOf(MessageRow row) => DateOnly.FromDateTime(row.InternalDate.UtcDateTime);
}
