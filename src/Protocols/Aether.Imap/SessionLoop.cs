using System.Security.Authentication;
using Aether.Imap.Commands;
using Aether.Imap.Commands.Messages;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap;

/// <summary>One session from greeting to close: reads, looks up, awaits, writes, counts errors, and catches. RFC 3501 §3, §5.</summary>
/// <remarks>What is awaited while a session idles is held by each of thousands: few methods, and few variables that live across an await.</remarks>
/// <param name="session">Is disposed at its end.</param>
/// <param name="table">Finds commands.</param>
internal sealed partial class SessionLoop(ImapSession session, CommandTable table)
{
    private readonly ResponseWriter responses = session.Responses;
    private string verb = string.Empty;

    public async Task RunAsync(CancellationToken ct)
    {
        responses.Untagged("OK [" + session.Offered.Of(session) + "] Aether ready");
        session.Shared.Metrics.Opened();
        string reason = "over";
        try
        {
            while (!session.IsOver)
            {
                if (session.Connection.Draining.IsCancellationRequested)
                    End("BYE [UNAVAILABLE] The server is going down.");
                else
                    await AtInputAsync(await session.Source.NextAsync(ct), ct);
            }

            await responses.TryFlushAsync(ct);
        }
        catch (PeerTimeoutException)
        {
            reason = session.Connection.IsRevoked ? "revoked" : "timeout";
            await SayGoodbyeAsync(session.Connection.IsRevoked ? "BYE Your login has ended." : "BYE Idle for too long.", ct);
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
            await SayGoodbyeAsync("BYE [SERVERBUG] Internal error.", ct);
        }
        finally
        {
            session.Dispose();
            session.Shared.Metrics.Closed();
            LogEnded(session.Shared.Logger, session.Connection.Peer.SessionId, reason);
        }
    }

    private ValueTask AtInputAsync(SourceStatus status, CancellationToken ct)
    {
        switch (status)
        {
            case SourceStatus.Command or SourceStatus.Message:
                return ExecuteAsync(status, ct);
            case SourceStatus.LiteralRefused:
                return EndCommandAsync(TagOf(session.Source.Command), ImapReply.No("TOOBIG", "The literal is too big."), ct);
            case SourceStatus.OutOfSync:
                End("BYE [TOOBIG] The command is too long.");
                break;
            case SourceStatus.Woken when session.News is { } news:
                return news.ReportAsync(ct);
            case SourceStatus.Closed:
                session.IsOver = true;
                break;
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask ExecuteAsync(SourceStatus status, CancellationToken ct)
    {
        var tag = TagOf(session.Source.Command);
        if (Find(tag, out int arguments) is not { } entry)
        {
            verb = "unknown";
            await EndCommandAsync(tag, ImapReply.Bad(tag.IsEmpty ? "A command begins with a tag." : "There is no such command."), ct);
            return;
        }

        verb = entry.Verb;
        if (!entry.IsShort)
            await MailConnection.Leave();
        bool isAllowed = (entry.AllowedIn & session.State) is not 0;
        session.IsOver |= !isAllowed && status is SourceStatus.Message && !session.Source.LiteralIsSynchronizing; // its message is on its way
        bool isReadable = session.Selected is not { } open || await open.KeepsRightsAsync(ct);
        ImapReply reply;
        try
        {
            reply = !isAllowed ? WrongState()
                : !isReadable ? await WithoutMailboxAsync(ct)
                : entry.NeedsNumbers && session.Dialect.IsUidOnly ? ImapReply.UidRequired
                : await entry.Command.ExecuteAsync(session, InputOf(entry, tag, arguments), ct);
        }
        catch (StoreUnavailableException reason) when (!responses.IsInsideLiteral)
        {
            // A store that takes nothing is an answer, not an accident.
            session.IsOver |= session.Source.IsInsideLiteral;
            LogUnavailable(session.Shared.Logger, reason, session.Connection.Peer.SessionId, verb);
            reply = ImapReply.Unavailable;
        }

        if (session.Selected is { } selected && !session.IsOver)
            await selected.ReportAsync(responses, entry.News, ct);
        await EndCommandAsync(tag, reply, ct);
        if (session.Selected is { IsGone: true })
            End("BYE The mailbox is gone.");
    }

    /// <summary>The right to read was taken while the mailbox was open: nothing is done any more, and the session ends (case I07).</summary>
    private async ValueTask<ImapReply> WithoutMailboxAsync(CancellationToken ct) =>
        await new MessageIntake(session).RefuseAsync(ImapReply.NoPermission, ct);

    /// <param name="tag">What the command begins with.</param>
    /// <param name="arguments">Where its arguments begin.</param>
    /// <returns>Null: there is no such command, or it is switched off.</returns>
    private CommandEntry? Find(ReadOnlyMemory<byte> tag, out int arguments)
    {
        var command = session.Source.Command;
        int verb = Math.Min(tag.Length + 1, command.Length);
        var entry = table.Find(command.Span[verb..], out arguments);
        arguments += verb;
        return tag.IsEmpty || (entry?.Capability is { } needed && !session.Offers(needed)) ? null : entry;
    }

    private CommandInput InputOf(CommandEntry entry, ReadOnlyMemory<byte> tag, int arguments) =>
        new(session.Source.Command[arguments..], entry.Numbering) { Tag = tag, Utf8Names = session.Dialect.HasUtf8Names };

    private ImapReply WrongState() => session.Login is null
        ? ImapReply.Bad("Log in first.")
        : session.Selected is null ? ImapReply.Bad("Select a mailbox first.") : ImapReply.Bad("Not allowed now.");

    private async ValueTask EndCommandAsync(ReadOnlyMemory<byte> tag, ImapReply reply, CancellationToken ct)
    {
        var limits = session.Shared.Options.Limits;
        if (reply.Status is ReplyStatus.Bad)
        {
            session.Errors++;
            if (session.Errors > limits.SoftErrors && !session.Connection.Peer.Exempt)
                await Task.Delay(session.Shared.Options.ErrorDelay, session.Shared.Clock, ct);
        }

        if (tag.IsEmpty)
            responses.Untagged("BAD " + reply.Text);
        else
            responses.Tagged(tag.Span, reply);
        if (session.Errors >= (session.Login is null ? limits.ErrorsBeforeLogin : limits.HardErrors))
            End("BYE Too many errors.");
        if (session.ByeAfterReply is { } goodbye)
            End(goodbye);
        if (session.UpgradeAfterReply)
            await UpgradeAsync(ct);
        if (session.CompressAfterReply)
            await CompressAsync(ct);
        session.Shared.Metrics.Ended(verb, reply.Status);

        // A client that never stops sending must not make replies pile up.
        await responses.FlushIfFullAsync(ct);
    }

    private async ValueTask UpgradeAsync(CancellationToken ct)
    {
        session.UpgradeAfterReply = false;
        await responses.FlushAsync(ct);
        if (!await session.Connection.StartTlsAsync(ct))
            session.IsOver = true; // there is nothing to upgrade with
    }

    private async ValueTask CompressAsync(CancellationToken ct)
    {
        session.CompressAfterReply = false;
        await responses.FlushAsync(ct);
        session.Connection.StartCompression();
    }

    private void End(string line)
    {
        responses.Untagged(line);
        session.IsOver = true;
    }

    private async ValueTask SayGoodbyeAsync(string line, CancellationToken ct)
    {
        if (!responses.IsInsideLiteral)
            responses.Untagged(line);
        await responses.TryFlushAsync(ct);
    }

    private static ReadOnlyMemory<byte> TagOf(ReadOnlyMemory<byte> command)
    {
        var reader = new ArgumentReader(command.Span);
        return reader.TryTag(out var tag) && (reader.AtEnd || reader.TrySpace()) ? tag.ToArray() : default;
    }
}
