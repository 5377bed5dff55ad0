using System.Text;

namespace Aether.Mime.Text;

/// <summary>The beginning of a text as a list of messages shows it: white space folded, quoted lines and signatures left out. RFC 8970 §4.</summary>
public static class PreviewText
{
    /// <summary>RFC 8970 §4.1 wants 200 characters, and never more than 256.</summary>
    public const int MaxCharacters = 200;

    public static string Of(ReadOnlySpan<char> text)
    {
        var preview = new StringBuilder(MaxCharacters);
        foreach (var line in text.EnumerateLines())
        {
            var words = line.Trim();
            if (words.StartsWith(">"))
                continue;
            if (line is "-- " or "--")
                break;
            foreach (var rune in words.EnumerateRunes())
            {
                bool isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
                if (isSpace && (preview.Length is 0 || preview[^1] is ' '))
                    continue;
                if (preview.Length + rune.Utf16SequenceLength > MaxCharacters)
                    return preview.ToString().TrimEnd();
                preview.Append(isSpace ? " " : rune.ToString());
            }

            if (preview.Length > 0 && preview[^1] is not ' ')
                preview.Append(' ');
        }

        return preview.ToString().TrimEnd();
    }
}
