using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>NAMESPACE: one, the user's own. RFC 2342 §5.</summary>
internal sealed class NamespaceCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("NAMESPACE"));
        session.Responses.Untagged("NAMESPACE ((\"\" \"/\")) NIL NIL"u8);
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }
}
