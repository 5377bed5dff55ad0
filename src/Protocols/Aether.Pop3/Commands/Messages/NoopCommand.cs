using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Messages;

/// <summary>NOOP: keeps the session awake. RFC 1939 §5.</summary>
internal sealed class NoopCommand : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct) =>
        ValueTask.FromResult(Pop3Reply.Ok("Done."));
}
