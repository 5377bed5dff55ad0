using System.Security.Authentication;
using Aether.Net.Connections;
using Aether.Pop3.Commands;
using Aether.Pop3.Session;
using Aether.Pop3.Wire;
using Aether.Protocol.Pop3;
using Aether.Protocol.Text;
using Aether.Storage;

namespace Aether.Pop3;

/// <summary>One session from greeting to close: reads, looks up, awaits, writes, counts errors, and catches. RFC 1939 §3.</summary>
internal sealed partial class SessionLoop(Pop3Session session, CommandTable table)
{
    private readonly ResponseWriter responses = session.Responses;
    private string verb = string.Empty;

    public async Task RunAsync(CancellationToken ct)
    {
        responses.Status(Pop3Reply.Ok(session.Timestamp is { } timestamp ? $"Aether ready {timestamp}" : "Aether ready")); // RFC 1939 §7: a timestamp offers APOP
        session.Shared.Metrics.Opened();
        string reason = "over";
        try
        {
            while (!session.IsOver)
            {
                if (session.Connection.Draining.IsCancellationRequested)
                    End(Pop3Reply.Error("SYS/TEMP", "The server is going down."));
                else
                    await AtInputAsync(await session.Source.NextAsync(ct), ct);
            }

            await responses.TryFlushAsync(ct);
        }
        catch (PeerTimeoutException)
        {
            reason = "timeout"; // RFC 1939 §3: nothing is removed, and nothing said
        }
        catch (PeerGoneException)
        {
            reason = "gone";
        }
        catch (AuthenticationException)
        {
            reason = "handshake";
        }
        catch (Exception bug) when (bug is not (OperationCanceledException or IOException))
        {
            reason = "bug";
            LogBug(session.Shared.Logger, bug, session.Connection.Peer.SessionId, verb);
            await SayGoodbyeAsync(Pop3Reply.Error("SYS/TEMP", "Internal error."), ct);
        }
        finally
        {
            session.Shared.Metrics.Closed();
            LogEnded(session.Shared.Logger, session.Connection.Peer.SessionId, reason);
        }
    }

    private async ValueTask AtInputAsync((LineStatus Status, byte[] Line) input, CancellationToken ct)
    {
        switch (input.Status)
        {
            case LineStatus.Complete:
                await ExecuteAsync(CommandLine.Parse(input.Line), ct);
                break;
            case LineStatus.TooLong:
                End(Pop3Reply.Error("The line is too long."));
                break;
            default:
                // The client has closed, or a drain began: the loop sees to that.
                session.IsOver = !session.Connection.Draining.IsCancellationRequested;
                break;
        }
    }

    private async ValueTask ExecuteAsync(CommandLine line, CancellationToken ct)
    {
        var entry = table.Find(line.Verb);
        verb = entry?.Verb ?? "unknown";
        if (entry is not { IsShort: true })
            await MailConnection.Leave();
        var reply = entry is null ? Pop3Reply.Mistake("There is no such command.")
            : (entry.AllowedIn & session.State) is 0 ? Pop3Reply.Mistake(session.Maildrop is null ? "Log in first." : "Not allowed now.")
            : await RunAsync(entry, line.Argument, ct);
        session.Shared.Metrics.Ended(verb, reply.IsOk);
        if (!reply.IsWritten)
            responses.Status(reply);
        if (reply.IsMistake && ++session.Errors >= session.Shared.Options.Limits.Errors)
            session.IsOver = true;
        if (session.UpgradeAfterReply)
            await UpgradeAsync(ct);

        // A client that never stops sending must not make replies pile up.
        await responses.FlushIfFullAsync(ct);
    }

    /// <summary>Runs a handler; a store that takes nothing is an answer, not an accident.</summary>
    private async ValueTask<Pop3Reply> RunAsync(CommandEntry entry, ReadOnlyMemory<byte> argument, CancellationToken ct)
    {
        try
        {
            return await entry.Command.ExecuteAsync(session, argument, ct);
        }
        catch (StoreUnavailableException reason) when (!responses.IsInsideAnswer)
        {
            LogUnavailable(session.Shared.Logger, reason, session.Connection.Peer.SessionId, verb);
            return Pop3Reply.Unavailable;
        }
    }

    private async ValueTask UpgradeAsync(CancellationToken ct)
    {
        session.UpgradeAfterReply = false;
        if (!await responses.TryFlushAsync(ct) || !await session.Connection.StartTlsAsync(ct))
            session.IsOver = true;
        session.User = null; // RFC 2595 §4: what was said in the clear is forgotten
    }

    private void End(Pop3Reply reply)
    {
        responses.Status(reply);
        session.IsOver = true;
    }

    private async ValueTask SayGoodbyeAsync(Pop3Reply reply, CancellationToken ct)
    {
        if (!responses.IsInsideAnswer)
            responses.Status(reply);
        await responses.TryFlushAsync(ct);
    }
}
