using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Sharing;

/// <summary>LISTRIGHTS: what can be given to somebody; each right by itself, and to the owner nothing, who has all. RFC 4314 §3.4.</summary>
internal sealed class ListRightsCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out string name, out string identifier))
            return ImapReply.Syntax("LISTRIGHTS mailbox identifier");
        if (await session.Reach.FindAsync(name, ct) is not { } reached)
            return ImapReply.NoSuchMailbox;
        if (reached.Refusal(AclRights.Administer, ImapReply.NoSuchMailbox) is { } refusal)
            return refusal;
        if (await AclIdentifier.FindAsync(session, reached, identifier, ct) is not { } who)
            return ImapReply.No("NONEXISTENT", "There is no such user.");

        session.Responses.Raw("* LISTRIGHTS "u8);
        session.Dialect.WriteName(session.Responses.Output, reached.Mailbox.Path);
        session.Responses.Raw(" "u8);
        ImapString.Write(session.Responses.Output, identifier);
        string rights = who.Grantee == reached.Mailbox.Account
            ? " " + string.Concat(AclRightsText.Each.Select(AclRightsText.LetterOf))
            : " \"\" " + string.Join(' ', AclRightsText.Each.Select(AclRightsText.LetterOf));
        session.Responses.Raw(Encoding.ASCII.GetBytes(rights + "\r\n"));
        return ImapReply.Ok("Done.");
    }

    private static bool TryParse(CommandInput input, out string mailbox, out string identifier)
    {
        (mailbox, identifier) = (string.Empty, string.Empty);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryMailbox(out string? name) || !AclIdentifier.TryRead(ref reader, out identifier))
            return false;
        mailbox = name;
        return reader.AtEnd;
    }
}
