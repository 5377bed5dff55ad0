using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands;

/// <summary>CAPABILITY: lists what is offered now. RFC 3501 §6.1.1.</summary>
internal sealed class CapabilityCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!input.Arguments.IsEmpty)
            return ValueTask.FromResult(ImapReply.Syntax("CAPABILITY"));
        session.Responses.Untagged(session.Offered.Of(session));
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }
}
