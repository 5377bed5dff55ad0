using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Commands.Messages;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Fetching;

/// <summary>FETCH: streams data of messages, a portion of rows at a time, however many are asked for. RFC 3501 §6.4.5.</summary>
internal sealed class FetchCommand : IImapCommand
{
    /// <summary>Messages whose cold rows are read at once.</summary>
    private const int Portion = 256;

    private static readonly FetchLimits Limits = new(MaxItems: 100, MaxPath: 128, MaxFields: 256);

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, out var set, out var items))
            return ImapReply.Syntax("FETCH set items");
        var selected = session.Selected!;
        if (selected.View.Resolve(set, input.Numbering) is not { } places)
            return ImapReply.BadNumbers;

        var writer = new FetchWriter(session, selected, items);
        foreach (var (start, end) in places)
        {
            for (int at = start; at < end; at += Portion)
                await FetchAsync(session, writer, new IndexRange(at, Math.Min(end, at + Portion)), ct);
        }

        return writer.MetDamage ? ImapReply.Damaged : ImapReply.Ok("Fetched.");
    }

    private static async ValueTask FetchAsync(ImapSession session, FetchWriter writer, IndexRange portion, CancellationToken ct)
    {
        var selected = session.Selected!;
        var rows = selected.View.Rows[portion.Start..portion.End].ToArray();
        if (writer.SetsSeen && selected.Mode is OpenMode.ReadWrite)
            await SetSeenAsync(session, rows, ct);
        var emails = writer.NeedsEmails
            ? await session.Store.Messages.ReadEmailsAsync(session.Account, Array.ConvertAll(rows, static row => row.Email), ct)
            : [];

        int next = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            EmailRow? email = null;
            if (writer.NeedsEmails)
            {
                if (next >= emails.Count || emails[next].Id != rows[i].Email)
                    continue; // another session expunged it: its number stays, its data are gone (RFC 2180 §4.1.3)
                email = emails[next++];
            }

            await writer.WriteAsync(portion.Start + i, rows[i].Flags, email, ct);
            await session.Responses.FlushIfFullAsync(ct);
        }
    }

    /// <summary>Reading a body without PEEK marks it as seen. RFC 3501 §6.4.5.</summary>
    private static async ValueTask SetSeenAsync(ImapSession session, MessageRow[] rows, CancellationToken ct)
    {
        var unseen = rows.Where(static row => (row.System & SystemFlags.Seen) is SystemFlags.None).Select(static row => row.Uid).ToArray();
        if (unseen.Length is 0)
            return;
        var selected = session.Selected!;
        var change = new FlagChange(FlagChangeMode.Add, SystemFlags.Seen, []);
        var result = await session.Store.Messages.SetFlagsAsync(session.Account, selected.Mailbox.Id, unseen, change, ct);
        foreach (var row in result.Changed)
        {
            await selected.EnsureKeywordsAsync(session.Responses, row.Flags, ct);
            if (selected.View.IndexOf(row.Uid) is var index && index >= 0)
                selected.View.TrySetFlags(index, row.Flags, row.ModSeq);
        }
    }

    private static bool TryParse(CommandInput input, [NotNullWhen(true)] out SequenceSet? set, [NotNullWhen(true)] out List<FetchItem>? items)
    {
        var reader = new ArgumentReader(input.Arguments.Span);
        items = null;
        if (!MessageSet.TryRead(ref reader, out set) || !FetchArguments.TryParse(ref reader, Limits, out items) || !reader.AtEnd)
            return false;
        if (input.Numbering is Numbering.Uid)
            FetchArguments.RequireUid(items);
        return true;
    }
}
