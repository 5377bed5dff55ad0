using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands;

/// <summary>One verb: reads its arguments, acts, writes untagged data to the session's responses, returns the tagged reply.</summary>
internal interface IImapCommand
{
    ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct);
}
