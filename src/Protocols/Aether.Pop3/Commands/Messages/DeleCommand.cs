using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Pop3;

namespace Aether.Pop3.Commands.Messages;

/// <summary>DELE: notes that a message shall go at QUIT. RFC 1939 §5; case I13.</summary>
internal sealed class DeleCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!Numbers.TryParse(argument.Span, out int number))
            return ValueTask.FromResult(Pop3Reply.Syntax("DELE number"));
        if (!session.Maildrop!.Has(number))
            return ValueTask.FromResult(Pop3Reply.NoSuchMessage);
        session.Maildrop.Delete(number);
        return ValueTask.FromResult(Pop3Reply.Ok("Will be removed."));
    }
}
