using System.Text;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>One LIST or LSUB line, and the matching both share. RFC 3501 §7.2.2, RFC 3348, RFC 6154 §2.</summary>
internal static class ListedName
{
    public static void Write(ImapSession session, string verb, string attributes, string path) => Write(session, verb, attributes, path, oldName: null);

    /// <summary>With extended data items as they stand, or none. RFC 5258 §4.</summary>
    public static void WriteExtended(ImapSession session, ListedLine line)
    {
        var responses = session.Responses;
        responses.Raw("* "u8);
        Encoding.ASCII.GetBytes($"LIST ({line.Attributes}) \"/\" ", responses.Output);
        session.Dialect.WriteName(responses.Output, line.Path);
        Encoding.ASCII.GetBytes(line.Extended + "\r\n", responses.Output);
    }

    /// <param name="oldName">What it was called before; null when that is not told. RFC 5465 §5.4, RFC 9051 §7.3.1.</param>
    public static void Write(ImapSession session, string verb, string attributes, string path, string? oldName)
    {
        var responses = session.Responses;
        responses.Raw("* "u8);
        Encoding.ASCII.GetBytes($"{verb} ({attributes}) \"/\" ", responses.Output);
        session.Dialect.WriteName(responses.Output, path);
        if (oldName is not null)
        {
            responses.Raw(" (\"OLDNAME\" ("u8);
            session.Dialect.WriteName(responses.Output, oldName);
            responses.Raw("))"u8);
        }

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
    public static bool TryParse(CommandInput input, out string reference, out string pattern)
    {
        (reference, pattern) = (string.Empty, string.Empty);
        var reader = input.Read();
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
