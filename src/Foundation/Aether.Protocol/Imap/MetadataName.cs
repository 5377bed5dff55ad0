using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>The name of an annotation: whose it is, and what. RFC 5464 §3.1, §5.</summary>
/// <param name="IsPrivate">It begins with /private; else with /shared.</param>
/// <param name="Path">What follows, in lower case: <c>/comment</c>.</param>
public sealed record MetadataName(bool IsPrivate, string Path)
{
    private const int MaxLength = 1024;
    private const string Private = "/private";
    private const string Shared = "/shared";

    public override string ToString() => (IsPrivate ? Private : Shared) + Path;

    /// <returns>False for a name that is none: a wildcard, an empty level, a character beyond ASCII, another root.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out MetadataName? name)
    {
        name = null;
        if (text.Length is 0 or > MaxLength || text.ContainsAny("*%"u8) || text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || text.IndexOf("//"u8) >= 0 || text[^1] is (byte)'/')
            return false;
        string whole = Encoding.ASCII.GetString(text).ToLowerInvariant();
        bool isPrivate = whole.StartsWith(Private + "/", StringComparison.Ordinal);
        if (!isPrivate && !whole.StartsWith(Shared + "/", StringComparison.Ordinal))
            return false;
        name = new MetadataName(isPrivate, whole[(isPrivate ? Private : Shared).Length..]);
        return true;
    }

    /// <summary>Reads one name, or several in parentheses.</summary>
    public static bool TryParseList(ref ArgumentReader reader, int most, out List<MetadataName> names)
    {
        names = [];
        bool isList = reader.TryOpen();
        do
        {
            if (names.Count >= most || !reader.TryAString(out var text) || !TryParse(text, out var name))
                return false;
            names.Add(name);
        }
        while (isList && reader.TrySpace());
        return !isList || reader.TryClose();
    }
}
