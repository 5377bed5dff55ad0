using System.Buffers;

namespace Aether.Mime.Headers;

/// <summary>Cuts a structured header field into tokens, forgiving and in one pass. RFC 5322 §3.2, RFC 2045 §5.1.</summary>
internal ref struct HeaderLexer(ReadOnlySpan<byte> value, SearchValues<byte> specials)
{
    /// <summary>RFC 5322 specials, but a dot belongs to its atom: senders forget to quote it.</summary>
    public static readonly SearchValues<byte> AddressSpecials = SearchValues.Create(" \t\r\n()<>@,;:\"["u8);

    /// <summary>What ends a bare parameter name or value: fewer than RFC 2045's tspecials, since senders forget the quotes.</summary>
    public static readonly SearchValues<byte> ParameterSpecials = SearchValues.Create(" \t\r\n();\"="u8);

    /// <summary>As <see cref="ParameterSpecials"/>, where an equals sign is part of the value: <c>boundary=----=_Next</c>.</summary>
    public static readonly SearchValues<byte> ParameterValueSpecials = SearchValues.Create(" \t\r\n;\""u8);

    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\r\n"u8);

    private readonly ReadOnlySpan<byte> value = value;
    private SearchValues<byte> specials = specials;
    private int position;

    /// <summary>The raw octets of the last token: inside the quotes, brackets or parentheses, escapes still there.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>The character of the last <see cref="HeaderTokenKind.Special"/>.</summary>
    public byte Special { get; private set; }

    public void Use(SearchValues<byte> other) => specials = other;

    public HeaderTokenKind Next()
    {
        int skipped = value[position..].IndexOfAnyExcept(Space);
        if (skipped < 0)
        {
            position = value.Length;
            return HeaderTokenKind.End;
        }

        position += skipped;
        byte first = value[position];
        switch (first)
        {
            case (byte)'"':
                Text = Delimited((byte)'"');
                return HeaderTokenKind.Quoted;
            case (byte)'(' when specials.Contains(first):
                Text = CommentText();
                return HeaderTokenKind.Comment;
            case (byte)'[' when specials.Contains(first):
                Text = Delimited((byte)']');
                return HeaderTokenKind.Literal;
            default:
                return specials.Contains(first) ? TakeSpecial(first) : TakeAtom();
        }
    }

    /// <summary>Copies <paramref name="raw"/> without quoting backslashes and fold marks.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            byte octet = raw[i];
            if (octet is (byte)'\\' && i + 1 < raw.Length)
                octet = raw[++i];
            if (octet is not ((byte)'\r' or (byte)'\n'))
                target[length++] = octet;
        }

        return length;
    }

    private HeaderTokenKind TakeSpecial(byte first)
    {
        position++;
        Special = first;
        return HeaderTokenKind.Special;
    }

    private HeaderTokenKind TakeAtom()
    {
        var rest = value[position..];
        int length = rest.IndexOfAny(specials);
        Text = length < 0 ? rest : rest[..length];
        position += Text.Length;
        return HeaderTokenKind.Atom;
    }

    private ReadOnlySpan<byte> Delimited(byte end)
    {
        int start = ++position;
        while (position < value.Length)
        {
            int step = value[position..].IndexOfAny(end, (byte)'\\');
            if (step < 0)
                break;
            position += step;
            if (value[position] == end)
                return value[start..position++];
            position += 2;
        }

        // Never closed: the rest of the field is taken.
        position = value.Length;
        return value[start..];
    }

    private ReadOnlySpan<byte> CommentText()
    {
        int start = ++position;
        for (int depth = 1; position < value.Length; position++)
        {
            byte octet = value[position];
            if (octet is (byte)'\\')
                position++;
            else if (octet is (byte)'(')
                depth++;
            else if (octet is (byte)')' && --depth is 0)
                return value[start..position++];
        }

        position = value.Length;
        return value[start..];
    }
}
