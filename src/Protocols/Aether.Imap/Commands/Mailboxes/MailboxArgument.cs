using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Wire;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>Arguments that are mailbox names alone, and the replies to what can be wrong with a name. RFC 3501 §9 mailbox, RFC 5530.</summary>
internal static class MailboxArgument
{
    public static bool TryParse(CommandInput input, out string name)
    {
        var reader = input.Read();
        name = string.Empty;
        if (!reader.TrySpace() || !reader.TryMailbox(out string? found) || !reader.AtEnd)
            return false;
        name = found;
        return true;
    }

    public static bool TryParseTwo(CommandInput input, [NotNullWhen(true)] out string? first, [NotNullWhen(true)] out string? second)
    {
        var reader = input.Read();
        second = null;
        return reader.TrySpace() & reader.TryMailbox(out first) && reader.TrySpace() && reader.TryMailbox(out second) && reader.AtEnd;
    }

    public static ImapReply ReplyTo(MailboxStatus status, string done) => status switch
    {
        MailboxStatus.Done => ImapReply.Ok(done),
        MailboxStatus.NoSuchMailbox => ImapReply.NoSuchMailbox,
        MailboxStatus.AlreadyExists => ImapReply.No("ALREADYEXISTS", "There is such a mailbox already."),
        MailboxStatus.BadName => ImapReply.No("CANNOT", "That is no name for a mailbox."),
        MailboxStatus.NotAllowed => ImapReply.No("CANNOT", "That cannot be done with this mailbox."),
        MailboxStatus.NotEmpty => ImapReply.No("INUSE", "Messages keep coming in."),
        MailboxStatus.TooMany => ImapReply.No("OVERQUOTA", "There are too many mailboxes."),
        _ => ImapReply.No("SERVERBUG", "Unknown outcome."),
    };
}
