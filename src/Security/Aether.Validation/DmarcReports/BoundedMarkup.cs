namespace Aether.Validation.DmarcReports;

/// <summary>
/// Hands on the characters of an XML document as long as no tag, comment or section of it is longer than allowed: a reader of XML holds each
/// attribute as a whole, and one of fifty million characters would be held several times over. XML 1.0 §2.3, §2.5, §2.6, §2.7, §3.1.
/// </summary>
internal sealed class BoundedMarkup(TextReader inner, int most) : TextReader
{
    private const string Comment = "<!--";
    private const string Section = "<![CDATA[";
    private readonly char[] start = new char[Section.Length];
    private Place place;
    private long length;
    private char quote;
    private char before;
    private char last;

    private enum Place
    {
        Text,

        /// <summary>What it is shows in what comes.</summary>
        Opening,
        Tag,
        Quoted,
        Comment,
        Section,
        Instruction,
        Declaration,
    }

    public override int Peek() => throw new NotSupportedException();

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <exception cref="InvalidDataException">A piece of markup is too long.</exception>
    public override int Read(Span<char> buffer)
    {
        int read = inner.Read(buffer);
        foreach (char c in buffer[..read])
            Watch(c);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Watch(char c)
    {
        if (place is Place.Text)
        {
            if (c is not '<')
                return;
            (place, length, before, last) = (Place.Opening, 1, '\0', c);
            start[0] = c;
            return;
        }

        if (++length > most)
            throw new InvalidDataException("a tag of it is too long");
        place = place is Place.Opening ? Opened(c) : Next(c);
        (before, last) = (last, c);
    }

    private Place Opened(char c)
    {
        if (length <= start.Length)
            start[length - 1] = c;
        var seen = start.AsSpan(0, (int)Math.Min(length, start.Length));
        if (seen[1] is '?')
            return Place.Instruction;
        if (seen[1] is not '!')
            return InTag(c);
        if (Comment.AsSpan().StartsWith(seen) || Section.AsSpan().StartsWith(seen))
            return seen.Length == Comment.Length && seen[2] is '-' ? Place.Comment : seen.Length == Section.Length ? Place.Section : Place.Opening;
        return c is '>' ? Place.Text : Place.Declaration; // a document type: whoever reads XML refuses it
    }

    private Place Next(char c) => place switch
    {
        Place.Tag => InTag(c),
        Place.Quoted => c == quote ? Place.Tag : Place.Quoted,
        Place.Comment => c is '>' && last is '-' && before is '-' && length > 6 ? Place.Text : Place.Comment,
        Place.Section => c is '>' && last is ']' && before is ']' ? Place.Text : Place.Section,
        Place.Instruction => c is '>' && last is '?' ? Place.Text : Place.Instruction,
        _ => c is '>' ? Place.Text : place,
    };

    private Place InTag(char c)
    {
        if (c is '"' or '\'')
        {
            quote = c;
            return Place.Quoted;
        }

        return c is '>' ? Place.Text : Place.Tag;
    }
}
