using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Pop3;

namespace Aether.Pop3.Commands.Messages;

/// <summary>RETR: a whole message. RFC 1939 §5.</summary>
internal sealed class RetrCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!Numbers.TryParse(argument.Span, out int number))
            return Pop3Reply.Syntax("RETR number");
        if (!session.Maildrop!.Has(number))
            return Pop3Reply.NoSuchMessage;
        var reply = await MessageWriter.WriteAsync(session, number, cutter: null, ct);
        if (reply.IsOk)
            session.Maildrop.MarkRead(number);
        return reply;
    }
}
