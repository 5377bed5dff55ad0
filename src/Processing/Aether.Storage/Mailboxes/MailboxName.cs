using System.Text;

namespace Aether.Storage.Mailboxes;

/// <summary>The rules of a mailbox name: what may stand in it, and its one stored form (case I05).</summary>
public static class MailboxName
{
    /// <summary>Octets of one level in UTF-8.</summary>
    public const int MaxLevelBytes = 255;

    public const int MaxLevels = 32;

    /// <summary>
    /// Cuts a path into its levels: NFC, INBOX in capitals as first level (RFC 9051 §5.1), a trailing separator dropped
    /// (§6.3.4 allows it as a hint that children will follow).
    /// </summary>
    /// <returns>False when the name is empty, too long, too deep, has an empty level, a dot level, a control character or broken Unicode.</returns>
    public static bool TrySplit(string path, out string[] levels)
    {
        levels = [];
        if (path.Length > MaxLevels * (MaxLevelBytes + 1))
            return false;
        if (path.EndsWith(Mailbox.Separator))
            path = path[..^1];
        if (!IsWellFormed(path))
            return false;

        levels = path.Normalize(NormalizationForm.FormC).Split(Mailbox.Separator);
        if (levels.Length > MaxLevels)
            return false;
        if (levels[0].Equals(Mailbox.Inbox, StringComparison.OrdinalIgnoreCase))
            levels[0] = Mailbox.Inbox;
        return Array.TrueForAll(levels, IsLevel);
    }

    public static string Join(ReadOnlySpan<string> levels) => string.Join(Mailbox.Separator, levels);

    private static bool IsLevel(string level) =>
        level is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(level) <= MaxLevelBytes;

    private static bool IsWellFormed(string path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (char.IsControl(path[i]))
                return false;
            if (char.IsHighSurrogate(path[i]) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]))
                i++;
            else if (char.IsSurrogate(path[i]))
                return false;
        }
        return true;
    }
}
