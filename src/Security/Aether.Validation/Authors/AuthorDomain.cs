using System.Text;
using Aether.Validation.Domains;
using Aether.Validation.Messages;

namespace Aether.Validation.Authors;

/// <summary>
/// Finds the one domain in From that the reader will be shown. Whatever is written there, every address outside quotes and
/// comments counts: two domains, or none, are no author (case D02). RFC 9989 §5.3.1, RFC 5322 §3.6.2, RFC 6854.
/// </summary>
public static class AuthorDomain
{
    private const int MaxAddresses = 100;

    public static AuthorFinding Find(HeaderBlock header)
    {
        var places = header.Find("From");
        if (places.Count != 1)
            return new AuthorFinding(null, places.Count == 0 ? "there is no From field" : "there are several From fields");
        var value = header.Fields[places[0]].RawValue.Span;
        var text = Encoding.UTF8.GetString(value).TrimEnd('\r', '\n');
        return Find(text);
    }

    internal static AuthorFinding Find(string value)
    {
        string? found = null;
        int addresses = 0;
        for (int i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '"':
                    i = SkipQuoted(value, i);
                    break;
                case '(':
                    i = SkipComment(value, i);
                    break;
                case '=' when EncodedWordEnd(value, i) is var end and > 0:
                    i = end;
                    break;
                case '@':
                    if (++addresses > MaxAddresses || !TryTakeDomain(value, ref i, out var domain))
                        return new AuthorFinding(null, "From has an address without a domain");
                    if (found is not null && found != domain)
                        return new AuthorFinding(null, "From has several domains");
                    found = domain;
                    break;
                case < ' ' and not ('\t' or '\r' or '\n') or '\u007f':
                    return new AuthorFinding(null, "From has control characters");
            }
        }

        return new AuthorFinding(found, found is null ? "From has no address" : null);
    }

    private static bool TryTakeDomain(string value, ref int i, out string domain)
    {
        int start = SkipSpace(value, i + 1);
        int end = start;
        while (end < value.Length && (char.IsLetterOrDigit(value[end]) || value[end] is '.' or '-' or '_' || value[end] > '\u007f'))
            end++;
        i = end - 1;
        domain = "";
        int next = SkipSpace(value, end);

        // RFC 5322 §3.4: an address ends the list, its brackets, or is followed by another. Anything else would be read differently by different readers.
        if (next < value.Length && value[next] is not ('>' or ',' or ';' or '<'))
            return false;
        if (!DomainName.TryNormalize(value[start..end], out var name) || !DomainName.IsMailDomain(name))
            return false;
        domain = name;
        return true;
    }

    private static int SkipSpace(string value, int i)
    {
        for (; i < value.Length; i++)
        {
            if (value[i] is '(')
                i = SkipComment(value, i);
            else if (value[i] is not (' ' or '\t' or '\r' or '\n'))
                break;
        }

        return Math.Min(i, value.Length);
    }

    private static int SkipQuoted(string value, int start)
    {
        for (int i = start + 1; i < value.Length; i++)
        {
            if (value[i] is '\\')
                i++;
            else if (value[i] is '"')
                return i;
        }

        return value.Length; // never closed: nothing behind it is an address
    }

    private static int SkipComment(string value, int start)
    {
        int depth = 0;
        for (int i = start; i < value.Length; i++)
        {
            if (value[i] is '\\')
                i++;
            else if (value[i] is '(')
                depth++;
            else if (value[i] is ')' && --depth == 0)
                return i;
        }

        return value.Length;
    }

    /// <summary>The last character of an encoded word that begins here, or 0. RFC 2047 §2.</summary>
    private static int EncodedWordEnd(string value, int start)
    {
        if (start + 1 >= value.Length || value[start + 1] is not '?')
            return 0;
        int marks = 0;
        for (int i = start + 1; i < value.Length && value[i] is not (' ' or '\t' or '\r' or '\n' or '<' or '>'); i++)
        {
            if (value[i] is '?' && ++marks == 4)
                return i + 1 < value.Length && value[i + 1] is '=' ? i + 1 : 0;
        }

        return 0;
    }
}
