using System.Globalization;
using Aether.Storage.Changes;

namespace Aether.Storage.Redis;

/// <summary>What nodes say to each other: words with spaces between, the sender's first so that it knows its own again.</summary>
internal static class NodeMessage
{
    public const int MaxLength = 512;

    public static string Change(string node, ChangeHint hint) => string.Create(CultureInfo.InvariantCulture,
        $"{node} {hint.Account.Value} {(hint.Mailbox is { } mailbox ? mailbox.Value.ToString(CultureInfo.InvariantCulture) : "-")} {hint.ModSeq.Value}");

    public static string Count(string node, string counter, string key, int count) => string.Create(CultureInfo.InvariantCulture, $"{node} {counter} {key} {count}");

    /// <returns>False: it is not one, or our own.</returns>
    public static bool TryChange(string node, string text, out ChangeHint hint)
    {
        hint = default;
        if (Words(node, text) is not [var account, var mailbox, var modSeq] || !TryNumber(account, out long ofAccount) || !TryNumber(modSeq, out long at))
            return false;
        long inMailbox = 0;
        if (mailbox != "-" && !TryNumber(mailbox, out inMailbox))
            return false;
        hint = new ChangeHint(new AccountId(ofAccount), mailbox == "-" ? null : new MailboxId(inMailbox), new ModSeq(at));
        return true;
    }

    /// <returns>False: it is not one, or our own.</returns>
    public static bool TryCount(string node, string text, out (string Counter, string Key, int Count) told)
    {
        told = default;
        if (Words(node, text) is not [{ Length: > 0 } counter, { Length: > 0 } key, var number] || !TryNumber(number, out long count) || count > int.MaxValue)
            return false;
        told = (counter, key, (int)count);
        return true;
    }

    /// <summary>Whether it is our own.</summary>
    public static bool IsOf(string node, string text) => text.Length >= node.Length && text.StartsWith(node, StringComparison.Ordinal) && (text.Length == node.Length || text[node.Length] == ' ');

    private static string[] Words(string node, string text) => text.Length > MaxLength || IsOf(node, text) ? [] : text.Split(' ')[1..];

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
