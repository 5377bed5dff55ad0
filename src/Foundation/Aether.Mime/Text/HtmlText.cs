using System.Buffers;
using System.Net;

namespace Aether.Mime.Text;

/// <summary>
/// Takes the readable text out of HTML as it streams by: tags, comments, scripts and styles left out, references resolved,
/// white space folded, a line end for each block. It builds no tree, so its memory does not grow with its input.
/// </summary>
public sealed class HtmlText
{
    private const int MaxName = 16;

    /// <summary>The longest named reference has 33 characters; what is longer is text.</summary>
    private const int MaxReference = 40;

    private readonly char[] name = new char[MaxName];
    private readonly char[] reference = new char[MaxReference];
    private State state;
    private int nameLength;
    private int referenceLength;
    private int dashes;
    private char quote;
    private bool closing;
    private string raw = string.Empty;
    private char last = '\n';

    private enum State
    {
        Text,
        Reference,
        TagOpen,
        TagName,
        Tag,
        Declaration,
        Comment,
        Raw,
        RawTag,
    }

    /// <summary>Reads the next characters and appends their text.</summary>
    public void Append(ReadOnlySpan<char> html, ArrayBufferWriter<char> text)
    {
        while (!html.IsEmpty)
        {
            if (state is State.Text)
                html = ReadText(html, text);
            else
                html = Step(html[0], text) ? html[1..] : html;
        }
    }

    /// <summary>The input has ended: a reference that did not is text.</summary>
    public void Complete(ArrayBufferWriter<char> text)
    {
        if (state is State.Reference)
            EndReference(text, "");
    }

    private ReadOnlySpan<char> ReadText(ReadOnlySpan<char> html, ArrayBufferWriter<char> text)
    {
        int stop = html.IndexOfAny('<', '&');
        var run = stop < 0 ? html : html[..stop];
        foreach (char c in run)
            Write(c, text);
        if (stop < 0)
            return default;
        state = html[stop] is '<' ? State.TagOpen : State.Reference;
        referenceLength = 0;
        return html[(stop + 1)..];
    }

    /// <returns>False when the character is to be looked at again in the new state.</returns>
    private bool Step(char c, ArrayBufferWriter<char> text)
    {
        switch (state)
        {
            case State.Reference:
                return StepReference(c, text);
            case State.TagOpen:
                return OpenTag(c, text);
            case State.TagName:
                if (char.IsAsciiLetterOrDigit(c))
                {
                    if (nameLength < MaxName)
                        name[nameLength] = char.ToLowerInvariant(c);
                    nameLength++;
                    return true;
                }
                state = State.Tag;
                quote = '\0';
                return false;
            case State.Tag:
                return StepTag(c, text);
            case State.Declaration:
                return StepDeclaration(c);
            case State.Comment:
                if (c is '>' && dashes >= 2)
                    state = State.Text;
                dashes = c is '-' ? dashes + 1 : 0;
                return true;
            case State.Raw:
                if (c is '<')
                {
                    state = State.RawTag;
                    nameLength = -1;
                }
                return true;
            default:
                return StepRawTag(c);
        }
    }

    private bool StepReference(char c, ArrayBufferWriter<char> text)
    {
        if (c is ';')
        {
            EndReference(text, ";");
            return true;
        }
        if ((char.IsAsciiLetterOrDigit(c) || (c is '#' && referenceLength is 0)) && referenceLength < MaxReference)
        {
            reference[referenceLength++] = c;
            return true;
        }
        EndReference(text, "");
        return false;
    }

    private void EndReference(ArrayBufferWriter<char> text, string end)
    {
        state = State.Text;
        string whole = $"&{reference.AsSpan(0, referenceLength)};";
        string decoded = WebUtility.HtmlDecode(whole);
        foreach (char c in decoded.Length < whole.Length ? decoded : $"&{reference.AsSpan(0, referenceLength)}{end}")
            Write(c, text);
    }

    private bool OpenTag(char c, ArrayBufferWriter<char> text)
    {
        closing = c is '/';
        nameLength = 0;
        dashes = 0;
        if (c is '/' || char.IsAsciiLetter(c))
            state = State.TagName;
        else if (c is '!' or '?')
            state = State.Declaration;
        else
        {
            // A bare < is text.
            state = State.Text;
            Write('<', text);
            return false;
        }
        return !char.IsAsciiLetter(c);
    }

    private bool StepTag(char c, ArrayBufferWriter<char> text)
    {
        if (quote is not '\0')
        {
            if (c == quote)
                quote = '\0';
        }
        else if (c is '"' or '\'')
        {
            quote = c;
        }
        else if (c is '>')
        {
            EndTag(text);
        }
        return true;
    }

    private void EndTag(ArrayBufferWriter<char> text)
    {
        state = State.Text;
        var tag = nameLength <= MaxName ? name.AsSpan(0, nameLength) : default;
        if (!closing && tag is ("script" or "style"))
        {
            raw = tag.ToString();
            state = State.Raw;
        }
        else if (IsCell(tag))
        {
            Write(' ', text);
        }
        else if (IsBlock(tag) && last is not '\n')
        {
            Emit('\n', text);
        }
    }

    private bool StepDeclaration(char c)
    {
        if (c is '-' && ++dashes is 2)
        {
            state = State.Comment;
            return true;
        }
        if (c is not '-')
            dashes = int.MinValue / 2; // no comment any more: <!DOCTYPE a--b>
        if (c is '>')
            state = State.Text;
        return true;
    }

    /// <summary>Inside a script or style only its own end tag counts.</summary>
    private bool StepRawTag(char c)
    {
        if (nameLength < 0)
        {
            nameLength = 0;
            state = c is '/' ? State.RawTag : State.Raw;
            return c is '/';
        }
        if (nameLength < raw.Length && char.ToLowerInvariant(c) == raw[nameLength])
        {
            nameLength++;
            return true;
        }
        bool ends = nameLength == raw.Length && !char.IsAsciiLetterOrDigit(c);
        state = ends ? State.Tag : State.Raw;
        closing = true;
        quote = '\0';
        return false;
    }

    private void Write(char c, ArrayBufferWriter<char> text)
    {
        if (c is not (' ' or '\t' or '\r' or '\n' or '\f'))
            Emit(c, text);
        else if (last is not (' ' or '\n'))
            Emit(' ', text);
    }

    private void Emit(char c, ArrayBufferWriter<char> text)
    {
        text.GetSpan(1)[0] = c;
        text.Advance(1);
        last = c;
    }

    private static bool IsCell(ReadOnlySpan<char> tag) => tag is "td" or "th";

    private static bool IsBlock(ReadOnlySpan<char> tag) => tag is
        "br" or "p" or "div" or "tr" or "li" or "ul" or "ol" or "dl" or "dt" or "dd" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "hr"
        or "table" or "thead" or "tbody" or "blockquote" or "pre" or "center" or "section" or "article" or "header" or "footer" or "title" or "head" or "body";
}
