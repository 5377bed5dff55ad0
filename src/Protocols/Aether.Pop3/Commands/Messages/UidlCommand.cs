using Aether.Pop3.Session;
using Aether.Pop3.Wire;

namespace Aether.Pop3.Commands.Messages;

/// <summary>UIDL: by what a client knows a message again. RFC 1939 §7.</summary>
internal sealed class UidlCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        var ids = await session.Maildrop!.UniqueIdsAsync(ct);
        return await Listing.WriteAsync(session, argument, number => ids.Of(number - 1), ct);
    }
}
