using System.Text;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>One LIST or LSUB line, and the matching both share. RFC 3501 §7.2.2, RFC 3348, RFC 6154 §2.</summary>
internal static class ListedName
{
    public static void Write(ResponseWriter responses, string verb, string attributes, string path)
    {
        responses.Raw("* "u8);
        Encoding.ASCII.GetBytes($"{verb} ({attributes}) \"/\" ", responses.Output);
        ImapString.Write(responses.Output, ModifiedUtf7.Encode(path));
        responses.Raw("\r\n"u8);
    }

    public static string AttributesOf(Mailbox mailbox, bool hasChildren)
    {
        string children = hasChildren ? "\\HasChildren" : "\\HasNoChildren";
        if (!mailbox.Selectable)
            return "\\Noselect " + children;
        return mailbox.Use is SpecialUse.None or SpecialUse.Inbox ? children : $"{children} \\{mailbox.Use}";
    }

    /// <summary>Reads the reference and the pattern, and joins them. RFC 3501 §6.3.8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> arguments, out string reference, out string pattern)
    {
        (reference, pattern) = (string.Empty, string.Empty);
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace() || !reader.TryMailbox(out string? root) || !reader.TrySpace() || !reader.TryListMailbox(out string? wanted) || !reader.AtEnd)
            return false;
        (reference, pattern) = (root, wanted);
        return true;
    }

    public static Predicate<string> Matcher(string reference, string pattern)
    {
        string joined = ArgumentReader.WithInbox(reference + pattern);
        var exact = new ListPattern(joined, Mailbox.Separator);

        // INBOX ignores case: RFC 3501 §5.1.
        var inbox = new ListPattern(joined.ToUpperInvariant(), Mailbox.Separator);
        return path => exact.Matches(path) || (path == Mailbox.Inbox && inbox.Matches(path));
    }
}
