using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>ENABLE: turns extensions on; none that is offered today needs it, and unknown ones are passed over. RFC 5161 §3.1.</summary>
internal sealed class EnableCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var reader = new ArgumentReader(input.Arguments.Span);
        do
        {
            if (!reader.TrySpace() || !reader.TryAtom(out _))
                return ValueTask.FromResult(ImapReply.Syntax("ENABLE capability ..."));
        }
        while (!reader.AtEnd);

        session.Responses.Untagged("ENABLED"u8);
        return ValueTask.FromResult(ImapReply.Ok("Done."));
    }
}
