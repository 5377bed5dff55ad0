using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands;

/// <summary>COMPRESS: deflates both ways behind its reply. What comes out inflated meets the same limits as plain octets (case I04). RFC 4978 §3.</summary>
internal sealed class CompressCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var reader = new ArgumentReader(input.Arguments.Span);
        if (!reader.TrySpace() || !reader.TryWord("DEFLATE"u8) || !reader.AtEnd)
            return ValueTask.FromResult(ImapReply.Syntax("COMPRESS DEFLATE"));
        if (session.Connection.IsCompressed)
            return ValueTask.FromResult(ImapReply.No("COMPRESSIONACTIVE", "It is on already."));
        session.CompressAfterReply = true;
        return ValueTask.FromResult(ImapReply.Ok("Deflate it is."));
    }
}
