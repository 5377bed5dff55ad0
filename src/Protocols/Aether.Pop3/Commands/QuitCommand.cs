using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Storage;

namespace Aether.Pop3.Commands;

/// <summary>QUIT: only now is removed what was deleted. RFC 1939 §6.</summary>
internal sealed class QuitCommand : IPop3Command
{
    public async ValueTask<Pop3Reply> ExecuteAsync(Pop3Session session, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        session.IsOver = true;
        if (session.Maildrop is not { } maildrop)
            return Pop3Reply.Ok("Bye.");
        try
        {
            if (!await maildrop.UpdateAsync(ct))
                return Pop3Reply.Error("SYS/TEMP", "The maildrop was lost meanwhile: nothing was removed.");
        }
        catch (StoreUnavailableException)
        {
            return Pop3Reply.Error("SYS/TEMP", "Some deleted messages were not removed.");
        }
        finally
        {
            // A client that comes again as soon as it has read the reply must find the maildrop free.
            await maildrop.DisposeAsync();
        }

        return Pop3Reply.Ok("Bye.");
    }
}
