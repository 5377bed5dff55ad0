using System.Formats.Asn1;

namespace Aether.Protocol.Ldap;

/// <summary>
/// A search filter with placeholders: <c>%{address}</c>, <c>%{local}</c>, <c>%{domain}</c>, <c>%{name}</c>. RFC 4515. It is parsed
/// before anybody's name is in it, and a name becomes octets of one value: nothing in a name is ever syntax (case A12).
/// </summary>
public sealed class LdapFilter
{
    private const int MaxLength = 4096;
    private const int MaxDepth = 16;

    private readonly LdapFilterNode root;

    private LdapFilter(LdapFilterNode root, string text) => (this.root, Text) = (root, text);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Whether somebody's address is in it: without, it finds the same for everybody.</summary>
    public bool IsPersonal => root.HasPlaceholder;

    /// <returns>False: it is no filter, or too long or deep.</returns>
    public static bool TryParse(string text, out LdapFilter? filter)
    {
        filter = null;
        int at = 0;
        if (text.Length > MaxLength || Read(text, ref at, MaxDepth) is not { } root || at != text.Length)
            return false;
        filter = new LdapFilter(root, text);
        return true;
    }

    public void WriteTo(AsnWriter writer, LdapFilterValues values) => root.WriteTo(writer, values);

    // Bounded by MaxDepth: no recursion follows the input's depth.
    private static LdapFilterNode? Read(string text, ref int at, int depth)
    {
        if (depth == 0 || !Take(text, ref at, '('))
            return null;
        char kind = at < text.Length ? text[at] : '\0';
        LdapFilterNode? node = kind is '&' or '|' or '!' ? ReadSet(text, ref at, depth) : ReadItem(text, ref at);
        return node is not null && Take(text, ref at, ')') ? node : null;
    }

    private static LdapFilterSet? ReadSet(string text, ref int at, int depth)
    {
        char kind = text[at++];
        var parts = new List<LdapFilterNode>();
        while (at < text.Length && text[at] == '(')
        {
            if (Read(text, ref at, depth - 1) is not { } part)
                return null;
            parts.Add(part);
        }
        return parts.Count > 0 && (kind != '!' || parts.Count == 1) ? new LdapFilterSet(kind, parts) : null;
    }

    private static LdapFilterItem? ReadItem(string text, ref int at)
    {
        int end = text.IndexOfAny(['=', '(', ')'], at);
        if (end < 0 || text[end] != '=')
            return null;
        char kind = end > at && text[end - 1] is '>' or '<' or '~' ? text[end - 1] : '=';
        string attribute = text[at..(kind == '=' ? end : end - 1)];
        int close = text.IndexOfAny(['(', ')'], end + 1);
        if (attribute.Length == 0 || !attribute.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ';') || close < 0)
            return null;
        at = close;
        return LdapFilterItem.TryCreate(kind, attribute, text[(end + 1)..close]);
    }

    private static bool Take(string text, ref int at, char wanted)
    {
        if (at >= text.Length || text[at] != wanted)
            return false;
        at++;
        return true;
    }
}
