using System.Text;
using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Sharing;

/// <summary>GETACL: who may do what with a mailbox, for who has the right a. RFC 4314 §3.3.</summary>
internal sealed class GetAclCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!MailboxArgument.TryParse(input, out string name))
            return ImapReply.Syntax("GETACL mailbox");
        if (await session.Reach.FindAsync(name, ct) is not { } reached)
            return ImapReply.NoSuchMailbox;
        if (reached.Refusal(AclRights.Administer, ImapReply.NoSuchMailbox) is { } refusal)
            return refusal;

        var responses = session.Responses;
        responses.Raw("* ACL "u8);
        session.Dialect.WriteName(responses.Output, reached.Mailbox.Path);
        if (!reached.IsForeign)
            Write(session, session.Login!.Address, AclRights.All);
        foreach (var entry in await session.Store.Acl.EntriesAsync(reached.Mailbox.Account, reached.Mailbox.Id, ct))
        {
            string identifier = entry.Grantee is null ? AclIdentifier.Anyone : entry.Address;
            if (entry.Rights is not AclRights.None)
                Write(session, identifier, entry.Rights);
            if (entry.Denied is not AclRights.None)
                Write(session, "-" + identifier, entry.Denied);
        }

        responses.Raw("\r\n"u8);
        return ImapReply.Ok("Done.");
    }

    private static void Write(ImapSession session, string identifier, AclRights rights)
    {
        session.Responses.Raw(" "u8);
        ImapString.Write(session.Responses.Output, identifier);
        session.Responses.Raw(Encoding.ASCII.GetBytes(" " + AclRightsText.Format(rights)));
    }
}
