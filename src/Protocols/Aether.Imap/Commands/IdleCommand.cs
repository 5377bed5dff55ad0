using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;

namespace Aether.Imap.Commands;

/// <summary>IDLE: news at once until the client says DONE. RFC 2177.</summary>
internal sealed class IdleCommand : IImapCommand
{
    public ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct) =>
        input.Arguments.IsEmpty ? ListenAsync(session, ct) : ValueTask.FromResult(ImapReply.Syntax("IDLE"));

    private static async ValueTask<ImapReply> ListenAsync(ImapSession session, CancellationToken ct)
    {
        session.Responses.Continue("idling"u8);
        using var listening = session.Selected?.WakeOnNews(session.Connection);
        while (true)
        {
            if (session.News is { } news)
                await news.ReportAsync(ct);
            if (session.Selected is { } selected)
                await selected.ReportAsync(session.Responses, News.All, ct);
            if (session.Selected is { IsGone: true })
                return ImapReply.Ok("Idle ended.");
            switch (await session.Source.NextAsync(ct))
            {
                case SourceStatus.Woken when session.Connection.Draining.IsCancellationRequested:
                    session.IsOver = true;
                    session.Responses.Untagged("BYE [UNAVAILABLE] The server is going down."u8);
                    return ImapReply.Ok("Idle ended.");
                case SourceStatus.Woken:
                    break;
                case SourceStatus.Command when System.Text.Ascii.EqualsIgnoreCase(session.Source.Command.Span, "DONE"u8):
                    return ImapReply.Ok("Idle ended.");
                case SourceStatus.Command:
                    return ImapReply.Bad("Expected DONE.");
                default:
                    session.IsOver = true;
                    return ImapReply.Bad("Idle was broken off.");
            }
        }
    }
}
