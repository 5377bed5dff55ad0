using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Pop3;

namespace Aether.Pop3.Commands.Messages;

/// <summary>TOP: the header and some lines of the body. RFC 1939 §7.</summary>
internal sealed class TopCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!Numbers.TryParseTwo(argument.Span, out int number, out int lines))
            return Pop3Reply.Syntax("TOP number lines");
        return session.Maildrop!.Has(number) ? await MessageWriter.WriteAsync(session, number, new TopCutter(lines), ct) : Pop3Reply.NoSuchMessage;
    }
}
