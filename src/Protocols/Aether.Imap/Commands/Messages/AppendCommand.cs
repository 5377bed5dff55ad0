using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Mime.Scanning;
using Aether.Protocol.Imap;
using Aether.Storage.Bodies;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>APPEND: streams a message from its literal into the store; never held whole. RFC 3501 §6.3.11, RFC 4315 §3.</summary>
internal sealed class AppendCommand : IImapCommand
{
    private const int MaxFlags = 128;

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!session.Source.IsBeforeMessage || !TryParse(input.Arguments.Span, out var arguments))
            return await RefuseAsync(session, ImapReply.Syntax("APPEND mailbox [(flag ...)] [date-time] literal"), ct);
        if (session.Source.LiteralSize > session.Shared.Options.MaxMessageSize)
            return await RefuseAsync(session, ImapReply.No("TOOBIG", "The message is too big."), ct);
        if (!session.Store.Space.TakesMail)
            return await RefuseAsync(session, ImapReply.Unavailable, ct);
        if (await session.Store.Mailboxes.FindAsync(session.Account, arguments.Mailbox, ct) is not { Selectable: true } mailbox)
            return await RefuseAsync(session, ImapReply.TryCreate, ct);

        if (session.Source.LiteralIsSynchronizing)
            session.Responses.Continue("Go ahead"u8);
        await using var draft = session.Store.Bodies.NewDraft();
        if (!await session.Source.CopyLiteralAsync((read, count, token) => TakeAsync(draft, read, count, token), ct) || !await EndsAsync(session, ct))
        {
            session.IsOver = true;
            return ImapReply.Bad("The message was broken off.");
        }

        return await StoreAsync(session, mailbox, draft, arguments, ct);
    }

    private static async ValueTask<ImapReply> StoreAsync(ImapSession session, Mailbox mailbox, MessageDraft draft, Arguments arguments, CancellationToken ct)
    {
        if (draft.Size is 0)
            return ImapReply.No("CANNOT", "The message is empty."); // RFC 3502 §6.3.11: clients call an APPEND off with it
        if (draft.Scanner.Violation is not HeaderViolation.None)
            return ImapReply.No("LIMIT", "The header is too long.");

        var change = new FlagChange(FlagChangeMode.Replace, arguments.System, arguments.Keywords);
        var message = await draft.CompleteAsync(ct);
        var result = await session.Store.Messages.AppendAsync(session.Account, mailbox.Id, message, change, arguments.Date, ct);
        session.Selected?.LookAgain();
        return result.Status switch
        {
            MessageStatus.Done => ImapReply.Ok($"APPENDUID {result.UidValidity} {result.Uid}", "Appended."),
            MessageStatus.OverQuota => ImapReply.OverQuota,
            _ => ImapReply.TryCreate,
        };
    }

    private static ValueTask TakeAsync(MessageDraft draft, ReadResult read, long count, CancellationToken ct)
    {
        foreach (var segment in read.Buffer.Slice(0, count))
            draft.Write(segment.Span);
        return draft.FlushAsync(ct);
    }

    /// <summary>The line end behind the literal.</summary>
    private static async ValueTask<bool> EndsAsync(ImapSession session, CancellationToken ct)
    {
        SourceStatus status;
        do
            status = await session.Source.NextAsync(ct);
        while (status is SourceStatus.Woken);

        return status is SourceStatus.Command && session.Source.Command.IsEmpty;
    }

    /// <summary>Refuses before the message comes; one that is on its way already is read past, when it is small enough.</summary>
    private static async ValueTask<ImapReply> RefuseAsync(ImapSession session, ImapReply reply, CancellationToken ct)
    {
        if (session.Source.IsBeforeMessage && !session.Source.LiteralIsSynchronizing)
        {
            bool isPast = session.Source.LiteralSize <= session.Shared.Options.MaxMessageSize
                && await session.Source.CopyLiteralAsync(static (_, _, _) => ValueTask.CompletedTask, ct) && await EndsAsync(session, ct);
            session.IsOver = !isPast;
        }

        return reply;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Arguments? arguments)
    {
        arguments = null;
        var reader = new ArgumentReader(text);
        if (!reader.TrySpace() || !reader.TryMailbox(out string? mailbox) || !reader.TrySpace())
            return false;
        List<string>? flags = [];
        DateTimeOffset? date = null;
        if (reader.NextIs((byte)'(') && (!reader.TryFlagList(MaxFlags, out flags) || !reader.TrySpace()))
            return false;
        if (reader.NextIs((byte)'"'))
        {
            if (!reader.TryDateTime(out var moment) || !reader.TrySpace())
                return false;
            date = moment;
        }

        if (!reader.AtEnd || !FlagNames.TrySplit(flags, out var system, out var keywords))
            return false;
        arguments = new Arguments(mailbox, system, keywords, date);
        return true;
    }

    private sealed record Arguments(string Mailbox, SystemFlags System, List<string> Keywords, DateTimeOffset? Date);
}
