using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>RENAME: gives a mailbox and its children another name; INBOX hands over its messages. RFC 3501 §6.3.5.</summary>
internal sealed class RenameCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParseTwo(input, out string? from, out string? to))
            return ImapReply.Syntax("RENAME mailbox new-name");
        if (await session.Reach.FindAsync(from, ct) is not { } reached)
            return ImapReply.NoSuchMailbox;

        // RFC 4314 §4: x here, k where it goes. The INBOX of another would hand over its messages; it stays.
        if (reached.Refusal(AclRights.DeleteMailbox, ImapReply.NoSuchMailbox) is { } refusal)
            return refusal;
        if (await session.Reach.PlaceAsync(to, ct) is not { } place || place.Owner != reached.Mailbox.Account || (reached is { IsForeign: true, OwnPath: Mailbox.Inbox }))
            return ImapReply.No("CANNOT", "It cannot go there.");
        if (!place.Above.HasFlag(AclRights.CreateMailbox))
            return place.Above.HasFlag(AclRights.Lookup) ? ImapReply.NoPermission : ImapReply.No("CANNOT", "It cannot go there.");
        var status = await session.Store.Mailboxes.RenameAsync(place.Owner, reached.OwnPath, place.OwnPath, ct);
        session.Selected?.LookAgain();
        return MailboxArgument.ReplyTo(status, "Renamed.");
    }
}
