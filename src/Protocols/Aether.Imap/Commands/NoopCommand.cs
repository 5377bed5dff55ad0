using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands;

/// <summary>NOOP and CHECK: nothing but the news that precede every reply; all is durable already. RFC 3501 §6.1.2, §6.4.1.</summary>
internal sealed class NoopCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct) =>
        ValueTask.FromResult(input.Arguments.IsEmpty ? ImapReply.Ok("Done.") : ImapReply.Bad("It takes no arguments."));
}
