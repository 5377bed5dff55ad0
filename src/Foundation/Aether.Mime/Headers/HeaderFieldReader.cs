namespace Aether.Mime.Headers;

/// <summary>Walks the fields of a header block without copying; lines that are no field come with an empty name. RFC 5322 §2.2.</summary>
public ref struct HeaderFieldReader(ReadOnlySpan<byte> block)
{
    private ReadOnlySpan<byte> rest = block;

    /// <summary>Takes the next field; false at the empty line or the end.</summary>
    public bool TryRead(out HeaderField field)
    {
        if (rest.IsEmpty || rest[0] is (byte)'\n' || rest.StartsWith("\r\n"u8))
        {
            field = default;
            return false;
        }

        int length = FieldLength(rest);
        var whole = rest[..length];
        rest = rest[length..];
        field = Split(whole);
        return true;
    }

    internal static HeaderField Split(ReadOnlySpan<byte> whole)
    {
        int colon = whole.IndexOfAny((byte)':', (byte)'\n');
        if (colon <= 0 || whole[colon] is not (byte)':')
            return new HeaderField(whole, 0, 0);

        // RFC 5322 §4.5: the obsolete form has white space before the colon.
        var name = whole[..colon].TrimEnd(" \t"u8);
        return name.IndexOfAny((byte)' ', (byte)'\t') >= 0
            ? new HeaderField(whole, 0, 0)
            : new HeaderField(whole, name.Length, colon + 1);
    }

    private static int FieldLength(ReadOnlySpan<byte> rest)
    {
        int length = 0;
        do
        {
            int line = rest[length..].IndexOf((byte)'\n');
            if (line < 0)
                return rest.Length;
            length += line + 1;
        }
        while (length < rest.Length && rest[length] is (byte)' ' or (byte)'\t');

        return length;
    }
}
