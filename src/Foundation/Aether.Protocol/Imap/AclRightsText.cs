using System.Text;

namespace Aether.Protocol.Imap;

/// <summary>Rights as letters. RFC 4314 §2.1, RFC 5257 §4.10.</summary>
public static class AclRightsText
{
    private const string Letters = "lrswipkxtean";

    private const AclRights OldCreate = AclRights.CreateMailbox | AclRights.DeleteMailbox;
    private const AclRights OldDelete = AclRights.DeleteMessage | AclRights.Expunge;

    /// <summary>Each right by itself, in the order of the letters.</summary>
    public static IEnumerable<AclRights> Each { get; } = [.. Enumerable.Range(0, Letters.Length).Select(static bit => (AclRights)(1 << bit))];

    /// <summary>The letter of one right.</summary>
    public static char LetterOf(AclRights right) => Letters[int.TrailingZeroCount((int)right)];

    /// <summary>The letters; c and d stand behind them for clients of RFC 2086. RFC 4314 §2.1.1.</summary>
    public static string Format(AclRights rights)
    {
        var text = new StringBuilder(Letters.Length + 2);
        foreach (var right in Each)
        {
            if (rights.HasFlag(right))
                text.Append(LetterOf(right));
        }

        if ((rights & OldCreate) is not AclRights.None)
            text.Append('c');
        if ((rights & OldDelete) is not AclRights.None)
            text.Append('d');
        return text.ToString();
    }

    /// <returns>False at a letter that is no right here: RFC 4314 §3.1 wants BAD for it.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out AclRights rights)
    {
        rights = AclRights.None;
        foreach (char letter in text)
        {
            int bit = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (bit >= 0)
                rights |= (AclRights)(1 << bit);
            else if (letter is 'c')
                rights |= OldCreate;
            else if (letter is 'd')
                rights |= OldDelete;
            else
                return false;
        }

        return true;
    }
}
