using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>The arguments of SEARCH: a program in postfix order, so that neither parsing nor running it recurses. RFC 3501 §6.4.4.</summary>
public sealed class SearchArguments
{
    private const int MaxRanges = 32 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<SearchKey> program = [];
    private readonly Stack<Frame> open = new();

    private SearchArguments()
    {
    }

    /// <summary>What RETURN asks for; null where it does not stand, and the answer is a plain SEARCH response.</summary>
    public SearchReturn? Return { get; private set; }

    /// <summary>Which piece <see cref="SearchReturn.Partial"/> asks for.</summary>
    public PartialRange Partial { get; private set; }

    /// <summary>The answer tells the highest mod-sequence of what was found. RFC 7162 §3.1.5.</summary>
    public bool TellsModSeq => program.Exists(static key => key.Kind is SearchKeyKind.ModSeq);

    /// <summary>Some key need not be met to the letter.</summary>
    public bool HasFuzzy => program.Exists(static key => key.IsFuzzy);

    /// <summary>It names messages by number.</summary>
    public bool HasNumbers => program.Exists(static key => key.Kind is SearchKeyKind.SequenceNumbers && key.Set != SequenceSet.Saved);

    /// <summary>The keys, each behind its operands; the last one decides.</summary>
    public IReadOnlyList<SearchKey> Program => program;

    public static SearchParseStatus Parse(ref ArgumentReader reader, int maxDepth, out SearchArguments arguments)
    {
        arguments = new SearchArguments();
        if (reader.TryWord("RETURN"u8) && !arguments.TryReturn(ref reader))
            return SearchParseStatus.Bad;
        if (reader.TryWord("CHARSET"u8))
        {
            if (!reader.TrySpace() || !reader.TryAString(out var charset) || !reader.TrySpace())
                return SearchParseStatus.Bad;
            if (!IsKnown(charset))
                return SearchParseStatus.BadCharset;
        }

        return arguments.ParseKeys(ref reader, maxDepth);
    }

    /// <summary>"RETURN" SP "(" [option *(SP option)] ")" SP; nothing named is ALL. RFC 4731 §3.1.</summary>
    private bool TryReturn(ref ArgumentReader reader)
    {
        if (!reader.TrySpace() || !reader.TryOpen())
            return false;
        var asked = SearchReturn.None;
        while (!reader.TryClose())
        {
            if (asked is not SearchReturn.None && !reader.TrySpace())
                return false;
            var option = reader.TryWord("MIN"u8) ? SearchReturn.Min
                : reader.TryWord("MAX"u8) ? SearchReturn.Max
                : reader.TryWord("ALL"u8) ? SearchReturn.All
                : reader.TryWord("COUNT"u8) ? SearchReturn.Count
                : reader.TryWord("SAVE"u8) ? SearchReturn.Save
                : reader.TryWord("PARTIAL"u8) ? SearchReturn.Partial
                : reader.TryWord("RELEVANCY"u8) ? SearchReturn.Relevancy
                : reader.TryWord("CONTEXT"u8) ? SearchReturn.Context
                : reader.TryWord("UPDATE"u8) ? SearchReturn.Update
                : SearchReturn.None;
            if (option is SearchReturn.None || (option is SearchReturn.Partial && !TryPartial(ref reader, asked)))
                return false;
            asked |= option;
        }

        // RFC 5267 §4.4: all and a part of it contradict each other.
        if (asked.HasFlag(SearchReturn.Partial | SearchReturn.All))
            return false;
        // Neither hint nor wish says what to answer: then it is ALL, as for nothing named.
        Return = (asked & ~(SearchReturn.Context | SearchReturn.Update)) is SearchReturn.None ? asked | SearchReturn.All : asked;
        return reader.TrySpace();
    }

    private bool TryPartial(ref ArgumentReader reader, SearchReturn before)
    {
        if (before.HasFlag(SearchReturn.Partial) || !reader.TrySpace() || !PartialRange.TryParse(ref reader, out var range))
            return false;
        Partial = range;
        return true;
    }

    /// <summary>What may stand in front of all else: RETURN with its options. RFC 5267 §3.</summary>
    internal static bool TryParseReturn(ref ArgumentReader reader, out SearchArguments arguments)
    {
        arguments = new SearchArguments();
        return !reader.TryWord("RETURN"u8) || arguments.TryReturn(ref reader);
    }

    /// <summary>As SORT has them: a charset without a word in front, then the keys. RFC 5256 §3.</summary>
    internal static SearchParseStatus ParseBehindCharset(ref ArgumentReader reader, int maxDepth, SearchArguments arguments)
    {
        if (!reader.TryAString(out var charset) || !reader.TrySpace())
            return SearchParseStatus.Bad;
        return IsKnown(charset) ? arguments.ParseKeys(ref reader, maxDepth) : SearchParseStatus.BadCharset;
    }

    private static bool IsKnown(ReadOnlySpan<byte> charset) => Ascii.EqualsIgnoreCase(charset, "UTF-8"u8) || Ascii.EqualsIgnoreCase(charset, "US-ASCII"u8);

    private SearchParseStatus ParseKeys(ref ArgumentReader reader, int maxDepth)
    {
        open.Push(new Frame(SearchKeyKind.And, 0));
        while (true)
        {
            if (open.Count > maxDepth)
                return SearchParseStatus.TooDeep;
            if (reader.TryOpen())
                open.Push(new Frame(SearchKeyKind.And, 0));
            else if (reader.TryWord("NOT"u8))
                open.Push(new Frame(SearchKeyKind.Not, 0));
            else if (reader.TryWord("OR"u8))
                open.Push(new Frame(SearchKeyKind.Or, 0));
            else if (reader.TryWord("FUZZY"u8))
                open.Push(new Frame(SearchKeyKind.Fuzzy, 0) { Start = program.Count });
            else if (!TryLeaf(ref reader))
                return SearchParseStatus.Bad;
            else if (CloseFrames(ref reader) is { } status)
                return status;
            else
                continue;

            // NOT and OR are followed by a space, a parenthesis is not.
            if (open.Peek().Kind is not SearchKeyKind.And && !reader.TrySpace())
                return SearchParseStatus.Bad;
        }
    }

    /// <summary>After a whole key: ends what it completes. Null when another key follows.</summary>
    private SearchParseStatus? CloseFrames(ref ArgumentReader reader)
    {
        while (true)
        {
            var top = open.Pop();
            top = top with { Operands = top.Operands + 1 };
            bool complete = top.Kind switch
            {
                SearchKeyKind.Not or SearchKeyKind.Fuzzy => true,
                SearchKeyKind.Or => top.Operands is 2,
                _ => open.Count > 0 ? reader.TryClose() : reader.AtEnd,
            };
            if (!complete)
            {
                open.Push(top);
                return reader.TrySpace() ? null : SearchParseStatus.Bad;
            }

            if (top.Kind is SearchKeyKind.Fuzzy)
                MarkFuzzy(top.Start);
            else if (top.Kind is not SearchKeyKind.And || top.Operands > 1)
                program.Add(new SearchKey(top.Kind) { Operands = top.Operands });
            if (open.Count is 0)
                return SearchParseStatus.Parsed;
        }
    }

    private void MarkFuzzy(int start)
    {
        for (int i = start; i < program.Count; i++)
            program[i] = program[i] with { IsFuzzy = true };
    }

    private bool TryLeaf(ref ArgumentReader reader)
    {
        if (reader.TrySequenceSet(MaxRanges, out var numbers))
        {
            program.Add(new SearchKey(SearchKeyKind.SequenceNumbers) { Set = numbers });
            return true;
        }

        if (!reader.TryAtom(out var atom) || atom.Length > 17)
            return false;
        string word = Encoding.ASCII.GetString(atom).ToUpperInvariant();
        return TryFlagKey(word) || TryTextKey(word, ref reader) || TryIdKey(word, ref reader) || TryNumericKey(word, ref reader);
    }

    private bool TryFlagKey(string word)
    {
        (SearchKeyKind Kind, string? Flag)[] keys = word switch
        {
            "ALL" => [(SearchKeyKind.All, null)],
            "SAVEDATESUPPORTED" => [(SearchKeyKind.SaveDateSupported, null)],
            "ANSWERED" => [Flag("\\Answered")],
            "DELETED" => [Flag("\\Deleted")],
            "DRAFT" => [Flag("\\Draft")],
            "FLAGGED" => [Flag("\\Flagged")],
            "SEEN" => [Flag("\\Seen")],
            "RECENT" => [Flag("\\Recent")],
            "UNANSWERED" => [Flag("\\Answered"), Not],
            "UNDELETED" => [Flag("\\Deleted"), Not],
            "UNDRAFT" => [Flag("\\Draft"), Not],
            "UNFLAGGED" => [Flag("\\Flagged"), Not],
            "UNSEEN" => [Flag("\\Seen"), Not],
            "OLD" => [Flag("\\Recent"), Not],
            "NEW" => [Flag("\\Recent"), Flag("\\Seen"), Not, (SearchKeyKind.And, null)],
            _ => [],
        };
        foreach (var (kind, flag) in keys)
            program.Add(new SearchKey(kind) { Text = flag ?? string.Empty, Operands = kind is SearchKeyKind.And ? 2 : 1 });
        return keys.Length > 0;
    }

    private static (SearchKeyKind Kind, string? Flag) Not => (SearchKeyKind.Not, null);

    private static (SearchKeyKind Kind, string? Flag) Flag(string name) => (SearchKeyKind.Flag, name);

    private bool TryTextKey(string word, ref ArgumentReader reader)
    {
        switch (word)
        {
            case "BCC" or "CC" or "FROM" or "SUBJECT" or "TO":
                return TryAddText(SearchKeyKind.Header, word, ref reader);
            case "BODY":
                return TryAddText(SearchKeyKind.Body, string.Empty, ref reader);
            case "TEXT":
                return TryAddText(SearchKeyKind.Text, string.Empty, ref reader);
            case "HEADER":
                return reader.TrySpace() && reader.TryAString(out var field) && TryAddText(SearchKeyKind.Header, Encoding.Latin1.GetString(field), ref reader);
            case "ANNOTATION":
                return TryAnnotation(ref reader);
            case "KEYWORD" or "UNKEYWORD":
                if (!reader.TrySpace() || !reader.TryAtom(out var flag))
                    return false;
                program.Add(new SearchKey(SearchKeyKind.Flag) { Text = Encoding.ASCII.GetString(flag), Operands = 1 });
                if (word[0] is 'U')
                    program.Add(new SearchKey(SearchKeyKind.Not) { Operands = 1 });
                return true;
            default:
                return false;
        }
    }

    private bool TryAddText(SearchKeyKind kind, string field, ref ArgumentReader reader)
    {
        if (!reader.TrySpace() || !reader.TryAString(out var text) || !TryDecode(text, out string decoded))
            return false;
        program.Add(new SearchKey(kind) { Field = field, Text = decoded });
        return true;
    }

    /// <summary>SP entry-match SP att-search SP value. RFC 5257 §4.8.</summary>
    private bool TryAnnotation(ref ArgumentReader reader)
    {
        if (!reader.TrySpace() || !reader.TryPattern(out var name) || !AnnotationName.TryParsePattern(name, out string? pattern)
            || !reader.TrySpace() || !reader.TryAString(out var attribute) || !AnnotationName.TryAttribute(attribute, out bool isSize, out var sides) || isSize
            || !reader.TrySpace() || !(reader.TryLiteral8(out var value) || reader.TryAString(out value)) || !TryDecode(value, out string text))
        {
            return false;
        }

        program.Add(new SearchKey(SearchKeyKind.Annotation) { Field = pattern, Size = (long)sides, Text = text });
        return true;
    }

    /// <summary>EMAILID and THREADID: RFC 8474 §6. MODSEQ with an entry that is ours to ignore, for flags have one mod-sequence: RFC 7162 §3.1.5.</summary>
    private bool TryIdKey(string word, ref ArgumentReader reader)
    {
        if (word is "EMAILID" or "THREADID")
        {
            if (!reader.TrySpace() || !reader.TryAString(out var id))
                return false;
            program.Add(new SearchKey(word is "EMAILID" ? SearchKeyKind.EmailId : SearchKeyKind.ThreadId) { Text = Encoding.Latin1.GetString(id) });
            return true;
        }

        if (word is not "MODSEQ" || !reader.TrySpace())
            return false;
        if (reader.TryString(out _) && (!reader.TrySpace() || !(reader.TryWord("all"u8) || reader.TryWord("priv"u8) || reader.TryWord("shared"u8)) || !reader.TrySpace()))
            return false;
        if (!reader.TryNumber64(out long modSeq))
            return false;
        program.Add(new SearchKey(SearchKeyKind.ModSeq) { Size = modSeq });
        return true;
    }

    private bool TryNumericKey(string word, ref ArgumentReader reader)
    {
        var kind = word switch
        {
            "BEFORE" => SearchKeyKind.InternalBefore,
            "ON" => SearchKeyKind.InternalOn,
            "SINCE" => SearchKeyKind.InternalSince,
            "SENTBEFORE" => SearchKeyKind.SentBefore,
            "SENTON" => SearchKeyKind.SentOn,
            "SENTSINCE" => SearchKeyKind.SentSince,
            "SAVEDBEFORE" => SearchKeyKind.SavedBefore,
            "SAVEDON" => SearchKeyKind.SavedOn,
            "SAVEDSINCE" => SearchKeyKind.SavedSince,
            "LARGER" => SearchKeyKind.Larger,
            "SMALLER" => SearchKeyKind.Smaller,
            "UID" => SearchKeyKind.Uids,
            "OLDER" => SearchKeyKind.Older,
            "YOUNGER" => SearchKeyKind.Younger,
            _ => SearchKeyKind.All,
        };
        if (kind is SearchKeyKind.All || !reader.TrySpace())
            return false;

        var key = new SearchKey(kind);
        if (kind is SearchKeyKind.Uids && reader.TrySequenceSet(MaxRanges, out var set))
            key = key with { Set = set };
        else if (kind is SearchKeyKind.Larger or SearchKeyKind.Smaller && reader.TryNumber64(out long size))
            key = key with { Size = size };
        else if (kind is SearchKeyKind.Older or SearchKeyKind.Younger && reader.TryNumber64(out long seconds) && seconds is > 0 and <= uint.MaxValue)
            key = key with { Size = seconds };
        else if (kind is not (SearchKeyKind.Larger or SearchKeyKind.Smaller or SearchKeyKind.Uids or SearchKeyKind.Older or SearchKeyKind.Younger) && reader.TryDay(out var day))
            key = key with { Day = day };
        else
            return false;
        program.Add(key);
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, out string decoded)
    {
        bool valid = System.Text.Unicode.Utf8.IsValid(text);
        decoded = valid ? Strict.GetString(text) : string.Empty;
        return valid;
    }

    private readonly record struct Frame(SearchKeyKind Kind, int Operands)
    {
        /// <summary>Where in the program it begins.</summary>
        public int Start { get; init; }
    }
}
