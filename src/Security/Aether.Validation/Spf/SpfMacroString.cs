using System.Buffers;

namespace Aether.Validation.Spf;

/// <summary>Text with macros, parsed. RFC 7208 §7.1.</summary>
internal sealed record SpfMacroString(IReadOnlyList<SpfMacroPart> Parts)
{
    private static readonly SearchValues<char> Delimiters = SearchValues.Create(".-+,/_=");

    /// <param name="isDomain">It must end like a domain: RFC 7208 §7.1, domain-end.</param>
    /// <param name="isExplanation">The letters c, r and t are allowed, and spaces. RFC 7208 §6.2, §7.2.</param>
    /// <returns>Null when it is malformed.</returns>
    public static SpfMacroString? Parse(string text, bool isDomain, bool isExplanation)
    {
        var parts = new List<SpfMacroPart>();
        int literal = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < '!' or > '~' && !(isExplanation && text[i] is ' '))
                return null;
            if (text[i] is not '%')
                continue;
            if (i > literal)
                parts.Add(SpfMacroPart.Of(text[literal..i]));
            if (TakeMacro(text, ref i, isExplanation) is not { } part)
                return null;
            parts.Add(part);
            literal = i + 1;
        }

        if (literal < text.Length)
            parts.Add(SpfMacroPart.Of(text[literal..]));
        return isDomain && !EndsLikeDomain(parts) ? null : new SpfMacroString(parts);
    }

    private static SpfMacroPart? TakeMacro(string text, ref int i, bool isExplanation)
    {
        if (++i >= text.Length)
            return null;
        if (text[i] is not '{')
        {
            return text[i] switch
            {
                '%' => SpfMacroPart.Of("%"),
                '_' => SpfMacroPart.Of(" "),
                '-' => SpfMacroPart.Of("%20"),
                _ => null,
            };
        }

        int end = text.IndexOf('}', i);
        if (end < 0)
            return null;
        var body = text.AsSpan(i + 1, end - i - 1);
        i = end;
        return ParseBody(body, isExplanation);
    }

    private static SpfMacroPart? ParseBody(ReadOnlySpan<char> body, bool isExplanation)
    {
        if (body.IsEmpty || !(isExplanation ? "slodiphcrtv" : "slodiphv").Contains(body[0], StringComparison.OrdinalIgnoreCase))
            return null;
        char letter = body[0];
        body = body[1..];

        int digits = 0;
        while (digits < body.Length && char.IsAsciiDigit(body[digits]))
            digits++;
        int keep = int.MaxValue;
        if (digits > 0)
        {
            // RFC 7208 §7.3: zero is an error; no name has more than 128 labels.
            keep = digits > 3 ? 999 : int.Parse(body[..digits], System.Globalization.CultureInfo.InvariantCulture);
            if (keep == 0)
                return null;
        }

        body = body[digits..];
        bool reverse = body is ['r' or 'R', ..];
        if (reverse)
            body = body[1..];
        return body.ContainsAnyExcept(Delimiters) ? null : new SpfMacroPart("", letter, keep, reverse, body.IsEmpty ? "." : body.ToString());
    }

    // RFC 7208 §7.1: domain-end = ( "." toplabel [ "." ] ) / macro-expand
    private static bool EndsLikeDomain(List<SpfMacroPart> parts)
    {
        if (parts.Count == 0)
            return false;
        if (parts[^1].Letter is not '\0')
            return true;
        var text = parts[^1].Literal;
        if (text.EndsWith('.'))
            text = text[..^1];
        int dot = text.LastIndexOf('.');
        if (dot < 0)
            return false;
        var top = text.AsSpan(dot + 1);
        foreach (char c in top)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-')
                return false;
        }

        return !top.IsEmpty && top[0] is not '-' && top[^1] is not '-' && top.ContainsAnyExceptInRange('0', '9');
    }
}
