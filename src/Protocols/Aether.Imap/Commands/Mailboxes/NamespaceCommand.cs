using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>NAMESPACE: the user's own, those of others, the public ones. RFC 2342 §5.</summary>
internal sealed class NamespaceCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("NAMESPACE"));
        session.Responses.Untagged(session.Offers("ACL")
            ? $"NAMESPACE ((\"\" \"/\")) ((\"{MailboxReach.OthersPrefix}\" \"/\")) ((\"{MailboxReach.SharedPrefix}\" \"/\"))"
            : "NAMESPACE ((\"\" \"/\")) NIL NIL");
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }
}
