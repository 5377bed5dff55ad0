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
    private const long DaySeconds = 86_400;

    private readonly SearchKey[] keys;
    private readonly SequenceRange[]?[] ranges;

    /// <summary>What the rows are compared with, at the place of each key.</summary>
    private readonly long[] values;
    private readonly SelectedMailbox selected;
    private readonly Verdicts[] stack;

    private SearchProgram(SearchKey[] keys, SequenceRange[]?[] ranges, SelectedMailbox selected, DateTimeOffset now)
    {
        this.keys = keys;
        this.ranges = ranges;
        this.selected = selected;
        values = Array.ConvertAll(keys, key => ValueOf(key, selected, now.ToUnixTimeSeconds()));
        stack = new Verdicts[keys.Length];
        TextKeys = Array.ConvertAll(keys, TextKeyOf);
        Words = new Dictionary<EmailId, int>?[keys.Length];
        Unknown = new bool?[keys.Length];
    }

    /// <summary>The threads that are asked for; messages of them are to be given to <see cref="Threads"/> first.</summary>
    public IEnumerable<long> WantedThreads => keys.Select((key, at) => (key, at)).Where(static pair => pair.key.Kind is SearchKeyKind.ThreadId).Select(pair => values[pair.at]);

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
    /// <param name="look">Where its row is read.</param>
    /// <param name="content">What is known of the content keys, by their place; null is unknown.</param>
    public bool? Decide(int index, RowLook look, ReadOnlySpan<bool?> content)
    {
        var verdict = Decide(index, look.From(index, 1), content);
        return verdict.Yes is not 0 ? true : verdict.No is not 0 ? false : null;
    }

    /// <summary>Whether messages match, as far as it is known: key by key, so that each is one short loop.</summary>
    /// <param name="first">The place of the first of them in the view.</param>
    /// <param name="rows">Of neighbours, <see cref="Verdicts.Most"/> at most.</param>
    /// <param name="content">What is known of the content keys, by their place; null is unknown.</param>
    public Verdicts Decide(int first, ReadOnlySpan<MessageRow> rows, ReadOnlySpan<bool?> content)
    {
        ulong all = Verdicts.All(rows.Length);
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
                    stack[top++] = TextKeys[i] is null ? DecideByRows(i, first, rows, all) : DecideByContent(i, rows, content[i], all);
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

    /// <summary>By words where the index knows the email by its words, else by what is known of the content.</summary>
    private Verdicts DecideByContent(int at, ReadOnlySpan<MessageRow> rows, bool? known, ulong all)
    {
        var verdicts = known switch { true => new Verdicts(all, 0), false => new Verdicts(0, all), null => default };
        if (Words[at] is not { } words)
            return verdicts;
        for (int i = 0; i < rows.Length; i++)
        {
            ulong bit = 1UL << i;
            if (words.ContainsKey(rows[i].Email))
                verdicts = new Verdicts(verdicts.Yes | bit, verdicts.No & ~bit);
            else if (rows[i].Email.Value <= IndexedTo.Value)
                verdicts = new Verdicts(verdicts.Yes & ~bit, verdicts.No | bit);
        }

        return verdicts;
    }

    private Verdicts DecideByRows(int at, int first, ReadOnlySpan<MessageRow> rows, ulong all)
    {
        ulong matching = 0;
        if (keys[at].Kind is SearchKeyKind.Flag && values[at] is not 0 and var mask)
        {
            for (int i = 0; i < rows.Length; i++)
                matching |= ((rows[i].Flags & mask) is not 0 ? 1UL : 0) << i;
        }
        else
        {
            for (int i = 0; i < rows.Length; i++)
                matching |= (Matches(at, first + i, in rows[i]) ? 1UL : 0) << i;
        }

        return new Verdicts(matching, all & ~matching);
    }

    private bool Matches(int at, int index, ref readonly MessageRow row) => keys[at].Kind switch
    {
        SearchKeyKind.Flag => keys[at].Text is "\\Recent" && selected.RecencyOf(row.Uid) is Recency.Recent,
        SearchKeyKind.SequenceNumbers => Contains(ranges[at], (uint)index + 1),
        SearchKeyKind.Uids => Contains(ranges[at], row.Uid.Value),
        SearchKeyKind.InternalBefore => row.InternalSeconds < values[at],
        SearchKeyKind.InternalOn => row.InternalSeconds >= values[at] && row.InternalSeconds < values[at] + DaySeconds,
        SearchKeyKind.InternalSince => row.InternalSeconds >= values[at],
        SearchKeyKind.SavedBefore => SavedSecondsOf(in row) < values[at],
        SearchKeyKind.SavedOn => SavedSecondsOf(in row) is var saved && saved >= values[at] && saved < values[at] + DaySeconds,
        SearchKeyKind.SavedSince => SavedSecondsOf(in row) >= values[at],
        SearchKeyKind.Older => row.InternalSeconds <= values[at],
        SearchKeyKind.Younger => row.InternalSeconds >= values[at],
        SearchKeyKind.ModSeq => row.ModSeq.Value >= values[at],
        SearchKeyKind.EmailId => row.Email.Value == values[at],
        SearchKeyKind.ThreadId => Threads.TryGetValue(row.Email, out long thread) && thread == values[at],
        SearchKeyKind.Annotation => Annotated[at].Contains(row.Uid.Value),
        SearchKeyKind.Larger => row.Size > values[at],
        SearchKeyKind.Smaller => row.Size < values[at],
        _ => true,
    };

    /// <summary>A flag's bit in the rows (\Recent has none), the first second of a day or of an age, the number behind an id (-1 is nobody's), a number as it is.</summary>
    private static long ValueOf(SearchKey key, SelectedMailbox selected, long now) => key.Kind switch
    {
        SearchKeyKind.Flag => key.Text.StartsWith('\\') ? (long)FlagNames.Find(key.Text) : selected.Keywords.MaskOf(key.Text),
        SearchKeyKind.InternalBefore or SearchKeyKind.InternalOn or SearchKeyKind.InternalSince or SearchKeyKind.SavedBefore or SearchKeyKind.SavedOn or SearchKeyKind.SavedSince =>
            new DateTimeOffset(key.Day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds(),
        SearchKeyKind.Older or SearchKeyKind.Younger => now - key.Size,
        SearchKeyKind.EmailId => ObjectIds.TryParse(key.Text, 'E', out long email) ? email : -1,
        SearchKeyKind.ThreadId => ObjectIds.TryParse(key.Text, 'T', out long thread) ? thread : -1,
        _ => key.Size,
    };

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
    private long SavedSecondsOf(ref readonly MessageRow row) => SaveDates.TryGetValue(row.Uid.Value, out long saved) ? saved : row.InternalSeconds;
}
