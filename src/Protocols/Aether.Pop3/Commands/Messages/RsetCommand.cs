using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Messages;

/// <summary>RSET: nothing is deleted any more. RFC 1939 §5.</summary>
internal sealed class RsetCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!argument.IsEmpty)
            return ValueTask.FromResult(Pop3Reply.Syntax("RSET"));
        session.Maildrop!.Undelete();
        return ValueTask.FromResult(Pop3Reply.Ok($"{session.Maildrop.Total} messages."));
    }
}
