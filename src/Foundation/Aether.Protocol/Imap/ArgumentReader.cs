using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>
/// Reads the arguments of one whole command from front to back. Each method takes what its name says, or leaves the reader
/// where it is and gives false. RFC 3501 §9.
/// </summary>
public ref struct ArgumentReader(ReadOnlySpan<byte> command)
{
    private const string AtomSpecials = "(){ %*\"\\]";

    private static readonly SearchValues<byte> Atom = Printable(AtomSpecials);
    private static readonly SearchValues<byte> AStringChars = Printable(AtomSpecials.Replace("]", string.Empty, StringComparison.Ordinal));
    private static readonly SearchValues<byte> ListChars = Printable("(){ \"\\");
    private static readonly SearchValues<byte> TagChars = Printable("(){ %*\"\\+");
    private static readonly SearchValues<byte> SetChars = SearchValues.Create("0123456789$:,*"u8);
    private static readonly SearchValues<byte> NotQuoted = SearchValues.Create("\"\\\r\n\0"u8);

    private ReadOnlySpan<byte> rest = command;

    /// <summary>Mailbox names are plain UTF-8: the client has enabled UTF8=ACCEPT or IMAP4rev2. RFC 6855 §3, RFC 9051 §5.1.</summary>
    public bool Utf8Names { readonly get; init; }

    public readonly bool AtEnd => rest.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => rest;

    public bool TrySpace() => TryChar((byte)' ');

    public bool TryOpen() => TryChar((byte)'(');

    public bool TryClose() => TryChar((byte)')');

    public readonly bool NextIs(byte octet) => !rest.IsEmpty && rest[0] == octet;

    public bool TryChar(byte octet)
    {
        if (!NextIs(octet))
            return false;
        rest = rest[1..];
        return true;
    }

    public bool TryTag(out ReadOnlySpan<byte> tag) => TryRun(TagChars, out tag);

    public bool TryAtom(out ReadOnlySpan<byte> atom) => TryRun(Atom, out atom);

    /// <summary>The atom <paramref name="word"/>, in any case; a longer atom is another word.</summary>
    public bool TryWord(ReadOnlySpan<byte> word)
    {
        var before = rest;
        if (TryAtom(out var atom) && Ascii.EqualsIgnoreCase(atom, word))
            return true;
        rest = before;
        return false;
    }

    /// <summary>These octets, in any case, whatever follows.</summary>
    public bool TryText(ReadOnlySpan<byte> text)
    {
        if (rest.Length < text.Length || !Ascii.EqualsIgnoreCase(rest[..text.Length], text))
            return false;
        rest = rest[text.Length..];
        return true;
    }

    /// <summary>An atom, a quoted string or a literal.</summary>
    public bool TryAString(out ReadOnlySpan<byte> value) => TryRun(AStringChars, out value) || TryString(out value);

    /// <summary>A quoted string or a literal.</summary>
    public bool TryString(out ReadOnlySpan<byte> value) => TryQuoted(out value) || TryLiteral(out value);

    /// <summary>NIL or a string; NIL is empty.</summary>
    public bool TryNString(out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryWord("NIL"u8) || TryString(out value);
    }

    /// <summary>A mailbox name: modified UTF-7 decoded, INBOX in its one spelling. RFC 3501 §5.1.</summary>
    public bool TryMailbox([NotNullWhen(true)] out string? name)
    {
        var before = rest;
        name = null;
        if (TryAString(out var wire))
        {
            name = WithInbox(DecodeName(wire));
            return true;
        }

        rest = before;
        return false;
    }

    /// <summary>A name with wildcards, as it stands. RFC 5257 §5 entry-match.</summary>
    public bool TryPattern(out ReadOnlySpan<byte> pattern) => TryRun(ListChars, out pattern) || TryString(out pattern);

    /// <summary>A mailbox name with wildcards.</summary>
    public bool TryListMailbox([NotNullWhen(true)] out string? pattern)
    {
        var before = rest;
        pattern = null;
        if (TryRun(ListChars, out var wire) || TryString(out wire))
        {
            pattern = DecodeName(wire);
            return true;
        }

        rest = before;
        return false;
    }

    public bool TryNumber(out uint number)
    {
        number = 0;
        int length = DigitCount();
        if (length is 0 || !uint.TryParse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        rest = rest[length..];
        return true;
    }

    /// <summary>RFC 9051 §9: number64.</summary>
    public bool TryNumber64(out long number)
    {
        number = 0;
        int length = DigitCount();
        if (length is 0 || !long.TryParse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        rest = rest[length..];
        return true;
    }

    public bool TrySequenceSet(int maxRanges, [NotNullWhen(true)] out SequenceSet? set)
    {
        var before = rest;
        set = null;
        if (TryRun(SetChars, out var text) && SequenceSet.TryParse(text, maxRanges, out set))
            return true;
        rest = before;
        return false;
    }

    /// <summary>One flag: a word, with a backslash in front when the protocol defines it.</summary>
    public bool TryFlag([NotNullWhen(true)] out string? flag)
    {
        var before = rest;
        bool system = TryChar((byte)'\\');
        if (TryAtom(out var atom))
        {
            flag = (system ? "\\" : string.Empty) + Encoding.ASCII.GetString(atom);
            return true;
        }

        rest = before;
        flag = null;
        return false;
    }

    /// <summary>Flags in parentheses.</summary>
    public bool TryFlagList(int maxFlags, [NotNullWhen(true)] out List<string>? flags)
    {
        var before = rest;
        flags = [];
        if (TryOpen())
        {
            while (flags.Count < maxFlags && TryFlag(out string? flag))
            {
                flags.Add(flag);
                if (!TrySpace())
                    break;
            }

            if (TryClose())
                return true;
        }

        rest = before;
        flags = null;
        return false;
    }

    public bool TryDateTime(out DateTimeOffset moment)
    {
        var before = rest;
        moment = default;
        if (TryQuoted(out var text) && ImapDate.TryParse(text, out moment))
            return true;
        rest = before;
        return false;
    }

    /// <summary>A day, in quotes or not.</summary>
    public bool TryDay(out DateOnly day)
    {
        var before = rest;
        day = default;
        if ((TryAtom(out var text) || TryQuoted(out text)) && ImapDate.TryParseDay(text, out day))
            return true;
        rest = before;
        return false;
    }

    /// <summary>INBOX is INBOX in any case, also as the parent of others. RFC 3501 §5.1.</summary>
    public static string WithInbox(string name)
    {
        const string Inbox = "INBOX";
        bool isInbox = name.StartsWith(Inbox, StringComparison.OrdinalIgnoreCase) && (name.Length == Inbox.Length || name[Inbox.Length] is '/');
        return isInbox ? Inbox + name[Inbox.Length..] : name;
    }

    /// <summary>Takes a list in parentheses whole, whatever is in it; false when it does not end or is too deep.</summary>
    public bool TrySkipList(int maxDepth)
    {
        var before = rest;
        int depth = 0;
        do
        {
            if (TryOpen())
                depth++;
            else if (TryClose())
                depth--;
            else if (!TrySpace() && !TryAString(out _) && !TryChar((byte)'\\'))
                depth = int.MaxValue;
            if (depth > maxDepth)
            {
                rest = before;
                return false;
            }
        }
        while (depth > 0);

        return true;
    }

    /// <summary>What is no modified UTF-7, or no UTF-8, is well-formed as a string: it gets a name that no mailbox can have (case I05).</summary>
    private readonly string DecodeName(ReadOnlySpan<byte> wire)
    {
        if (Utf8Names && System.Text.Unicode.Utf8.IsValid(wire))
            return Encoding.UTF8.GetString(wire);
        return !Utf8Names && ModifiedUtf7.TryDecode(wire, out string? name) ? name : "\0" + Encoding.Latin1.GetString(wire);
    }

    private readonly int DigitCount()
    {
        int length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? rest.Length : length;
    }

    private bool TryRun(SearchValues<byte> allowed, out ReadOnlySpan<byte> run)
    {
        int length = rest.IndexOfAnyExcept(allowed);
        run = length < 0 ? rest : rest[..length];
        rest = rest[run.Length..];
        return !run.IsEmpty;
    }

    private bool TryQuoted(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!NextIs((byte)'"'))
            return false;
        int end = rest[1..].IndexOfAny(NotQuoted);
        if (end < 0)
            return false;
        if (rest[end + 1] is (byte)'"')
        {
            value = rest.Slice(1, end);
            rest = rest[(end + 2)..];
            return true;
        }

        return TryEscaped(out value);
    }

    private bool TryEscaped(out ReadOnlySpan<byte> value)
    {
        byte[] text = new byte[rest.Length];
        int length = 0;
        value = default;
        for (int i = 1; i < rest.Length; i++)
        {
            byte octet = rest[i];
            if (octet is (byte)'"')
            {
                value = text.AsSpan(0, length);
                rest = rest[(i + 1)..];
                return true;
            }

            if (octet is (byte)'\\')
            {
                // RFC 3501 §9: only the two quoted-specials are escaped.
                if (i + 1 >= rest.Length || rest[++i] is not ((byte)'"' or (byte)'\\'))
                    return false;
                octet = rest[i];
            }
            else if (octet is (byte)'\r' or (byte)'\n' or 0)
            {
                return false;
            }

            text[length++] = octet;
        }

        return false;
    }

    /// <summary>A literal8: octets of any kind. RFC 3516 §7.</summary>
    public bool TryLiteral8(out ReadOnlySpan<byte> value)
    {
        var before = rest;
        if (TryChar((byte)'~') && TryOctets(out value))
            return true;
        rest = before;
        value = default;
        return false;
    }

    // RFC 3501 §9: CHAR8 leaves out NUL.
    private bool TryLiteral(out ReadOnlySpan<byte> value) => TryOctets(out value) && !value.Contains((byte)0);

    private bool TryOctets(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!NextIs((byte)'{') || !Utf8Parser.TryParse(rest[1..], out int size, out int digits))
            return false;
        var after = rest[(digits + 1)..];
        if (after is [(byte)'+', ..])
            after = after[1..];
        int head = after.StartsWith("}\r\n"u8) ? 3 : after.StartsWith("}\n"u8) ? 2 : 0;
        if (head is 0 || size < 0 || size > after.Length - head)
            return false;
        value = after.Slice(head, size);
        rest = after[(head + size)..];
        return true;
    }

    private static SearchValues<byte> Printable(string without) => SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(static octet => (byte)octet).Where(octet => !without.Contains((char)octet, StringComparison.Ordinal))]);
}
