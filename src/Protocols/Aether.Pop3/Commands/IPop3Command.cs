using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands;

/// <summary>One verb: reads its argument, acts, returns its status line, or writes an answer of several lines itself.</summary>
internal interface IPop3Command
{
    ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct);
}
