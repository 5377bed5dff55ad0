using Aether.Protocol.Smtp;
using Aether.Smtp.Content;
using Aether.Smtp.Session;

namespace Aether.Smtp.Commands;

/// <summary>BDAT: a chunk of so many octets follows at once. RFC 3030 §2.</summary>
internal sealed class BdatCommand(Acceptance acceptance) : ISmtpCommand
{
    public ValueTask<SmtpReply> ExecuteAsync(SmtpSession session, ReadOnlyMemory<byte> arguments, CancellationToken ct)
    {
        if (BdatArguments.TryParse(arguments.Span, out var bdat) is not ArgumentsStatus.Ok)
        {
            // Where this chunk ends is not known: the session can't stay in step.
            session.After = AfterReply.Close;
            return ValueTask.FromResult(Replies.Syntax("BDAT size [LAST]"));
        }

        // Reading and dropping what nobody may send costs more than the connection is worth.
        if (bdat.Size > session.Limits.MaxMessageSize)
        {
            session.After = AfterReply.Close;
            return ValueTask.FromResult(Replies.TooBig);
        }

        bool fits = (session.State & (SmtpStates.InRcpt | SmtpStates.InChunks)) != 0;
        if (fits)
            session.Transaction!.Content ??= acceptance.NewContent(session);
        session.Expect(new ChunkInput(session, acceptance, bdat, fits ? session.Transaction!.Content : null));
        return ValueTask.FromResult(Replies.AfterChunk);
    }
}
