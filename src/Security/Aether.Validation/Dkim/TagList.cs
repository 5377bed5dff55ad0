namespace Aether.Validation.Dkim;

/// <summary>A list of tag=value pairs. RFC 6376 §3.2.</summary>
public sealed class TagList
{
    private const int MaxTags = 64;
    private readonly Dictionary<string, string> tags;

    private TagList(Dictionary<string, string> tags, string first) => (this.tags, First) = (tags, first);

    /// <summary>The name of the first tag.</summary>
    public string First { get; }

    /// <summary>The value without white space around it, or null.</summary>
    public string? this[string name] => tags.GetValueOrDefault(name);

    /// <summary>The value without any white space, as base64 and numbers want it.</summary>
    public string? Packed(string name) => this[name] is { } value ? RemoveSpace(value) : null;

    /// <returns>Null when it is malformed: also with a tag that stands twice.</returns>
    public static TagList? Parse(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var first = "";
        var parts = text.Split(';');
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0 && i == parts.Length - 1 && parts[i].AsSpan().Trim(" \t\r\n").IsEmpty)
                break; // one semicolon at the end is allowed
            if (!TryRead(parts[i], out var name, out var value) || tags.Count >= MaxTags || !tags.TryAdd(name, value))
                return null;
            first = tags.Count == 1 ? name : first;
        }

        return tags.Count == 0 ? null : new TagList(tags, first);
    }

    /// <summary>Takes what is well-formed and passes over the rest, as RFC 9989 §4.8 wants it; of a tag that stands twice nobody knows which was meant.</summary>
    public static TagList ParseSound(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var twice = new HashSet<string>(StringComparer.Ordinal);
        var first = "";
        foreach (var part in text.Split(';').Take(MaxTags))
        {
            if (!TryRead(part, out var name, out var value))
                continue;
            first = first.Length == 0 ? name : first;
            if (!tags.TryAdd(name, value))
                twice.Add(name);
        }

        foreach (var name in twice)
            tags.Remove(name);
        return new TagList(tags, first);
    }

    /// <summary>Takes the value of a tag out of a list as it stands, to the octet. RFC 6376 §3.7: b= counts as empty.</summary>
    public static string Without(string text, string name)
    {
        int start = 0;
        while (start <= text.Length)
        {
            int end = text.IndexOf(';', start);
            end = end < 0 ? text.Length : end;
            int equals = text.IndexOf('=', start, end - start);
            if (equals >= 0 && text.AsSpan(start, equals - start).Trim(" \t\r\n").SequenceEqual(name))
                return string.Concat(text.AsSpan(0, equals + 1), text.AsSpan(end));
            start = end + 1;
        }

        return text;
    }

    internal static string RemoveSpace(string value)
    {
        if (!value.AsSpan().ContainsAny(" \t\r\n"))
            return value;
        char[] kept = new char[value.Length];
        int length = 0;
        foreach (char c in value)
        {
            if (c is not (' ' or '\t' or '\r' or '\n'))
                kept[length++] = c;
        }

        return new string(kept, 0, length);
    }

    private static bool TryRead(ReadOnlySpan<char> part, out string name, out string value)
    {
        (name, value) = ("", "");
        part = part.Trim(" \t\r\n");
        int equals = part.IndexOf('=');
        if (equals <= 0)
            return false;
        name = part[..equals].TrimEnd(" \t\r\n").ToString();
        value = part[(equals + 1)..].Trim(" \t\r\n").ToString();
        return IsName(name) && IsValue(value);
    }

    private static bool IsName(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '_')
                return false;
        }

        return char.IsAsciiLetter(name[0]);
    }

    private static bool IsValue(ReadOnlySpan<char> value)
    {
        foreach (char c in value)
        {
            if (c is < ' ' and not ('\t' or '\r' or '\n') or '\u007f')
                return false;
        }

        return true;
    }
}
