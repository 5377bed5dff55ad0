using Aether.Storage.Messages;

namespace Aether.Migration.Sources;

/// <summary>What the name of a Maildir file tells: its unique part, flags by letters, keywords by small letters. https://cr.yp.to/proto/maildir.html</summary>
internal static class MaildirName
{
    private const string Info = ":2,";

    public static (string Unique, SystemFlags Flags, IReadOnlyList<string> Keywords) Parse(string name, IReadOnlyList<string> keywordNames)
    {
        int at = name.IndexOf(Info, StringComparison.Ordinal);
        string unique = at < 0 ? name : name[..at];
        var flags = SystemFlags.None;
        var keywords = new List<string>();
        foreach (char letter in at < 0 ? string.Empty : name[(at + Info.Length)..])
        {
            flags |= letter switch
            {
                'S' => SystemFlags.Seen,
                'R' => SystemFlags.Answered,
                'F' => SystemFlags.Flagged,
                'D' => SystemFlags.Draft,
                'T' => SystemFlags.Deleted,
                _ => SystemFlags.None,
            };
            if (letter is >= 'a' and <= 'z' && letter - 'a' < keywordNames.Count && keywordNames[letter - 'a'].Length > 0)
                keywords.Add(keywordNames[letter - 'a']);
        }

        return (unique, flags, keywords);
    }

    /// <summary>The letters behind the unique part.</summary>
    public static string InfoOf(SystemFlags flags, IEnumerable<int> keywords)
    {
        string letters = (flags.HasFlag(SystemFlags.Draft) ? "D" : "") + (flags.HasFlag(SystemFlags.Flagged) ? "F" : "") + (flags.HasFlag(SystemFlags.Answered) ? "R" : "")
            + (flags.HasFlag(SystemFlags.Seen) ? "S" : "") + (flags.HasFlag(SystemFlags.Deleted) ? "T" : "");
        return Info + letters + string.Concat(keywords.Order().Select(static number => (char)('a' + number)));
    }
}
