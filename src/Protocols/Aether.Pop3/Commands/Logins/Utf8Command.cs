using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Logins;

/// <summary>UTF8: the client understands UTF-8 in headers; messages go out as they came in either way. RFC 6856 §2.1.</summary>
internal sealed class Utf8Command : IPop3Command
{
    public ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        if (!argument.IsEmpty)
            return ValueTask.FromResult(Pop3Reply.Syntax("UTF8"));
        session.IsUtf8 = true;
        return ValueTask.FromResult(Pop3Reply.Ok("UTF-8 it is."));
    }
}
