using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Messages;

/// <summary>STAT: how many messages and octets there are. RFC 1939 §5.</summary>
internal sealed class StatCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        var (count, octets) = session.Maildrop!.Left;
        return ValueTask.FromResult(argument.IsEmpty ? Pop3Reply.Ok($"{count} {octets}") : Pop3Reply.Syntax("STAT"));
    }
}
