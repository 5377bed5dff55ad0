using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;
using Aether.Storage.Sharing;

namespace Aether.Imap.Commands.Sharing;

/// <summary>SETACL and DELETEACL: gives and takes rights, for who has the right a. RFC 4314 §3.1, §3.2.</summary>
internal sealed class SetAclCommand(AclVerb verb) : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out string name, out string identifier, out var mode, out var rights))
            return ImapReply.Syntax(verb is AclVerb.Delete ? "DELETEACL mailbox identifier" : "SETACL mailbox identifier [+|-]rights");
        if (await session.Reach.FindAsync(name, ct) is not { } reached)
            return ImapReply.NoSuchMailbox;
        if (reached.Refusal(AclRights.Administer, ImapReply.NoSuchMailbox) is { } refusal)
            return refusal;
        if (await AclIdentifier.FindAsync(session, reached, identifier, ct) is not { } who)
            return ImapReply.No("NONEXISTENT", "There is no such user.");
        if (who.Grantee == reached.Mailbox.Account)
            return ImapReply.No("CANNOT", "The owner has all rights, always.");
        var change = new AclChange(who.Grantee, mode, rights, who.IsDenial);
        return await session.Store.Acl.SetAsync(reached.Mailbox.Account, reached.Mailbox.Id, change, ct) switch
        {
            MailboxStatus.Done => ImapReply.Ok("Done."),
            MailboxStatus.TooMany => ImapReply.No("LIMIT", "Rights are given to too many users already."),
            _ => ImapReply.NoSuchMailbox,
        };
    }

    private bool TryParse(CommandInput input, out string mailbox, out string identifier, out AclMode mode, out AclRights rights)
    {
        (mailbox, identifier, mode, rights) = (string.Empty, string.Empty, AclMode.Replace, AclRights.None);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryMailbox(out string? name) || !AclIdentifier.TryRead(ref reader, out identifier))
            return false;
        mailbox = name;
        if (verb is AclVerb.Delete)
            return reader.AtEnd;
        if (!reader.TrySpace() || !reader.TryAString(out var octets) || !reader.AtEnd || octets.Length > 64)
            return false;
        string text = Encoding.ASCII.GetString(octets);
        mode = text.StartsWith('+') ? AclMode.Add : text.StartsWith('-') ? AclMode.Remove : AclMode.Replace;
        return AclRightsText.TryParse(mode is AclMode.Replace ? text : text[1..], out rights);
    }
}
