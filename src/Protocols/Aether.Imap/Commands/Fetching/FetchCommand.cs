using System.Diagnostics.CodeAnalysis;
using Aether.Imap.Commands.Resyncing;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
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
        if (!TryParse(input, out var set, out var items, out var modifiers) || !FetchOffers.Allow(session, items, modifiers, input.Numbering))
            return ImapReply.Syntax("FETCH set items [(modifier ...)]");
        if (session.Dialect.Has(Extensions.QResync))
            FetchArguments.RequireUid(items); // RFC 7162 §3.2.4
        var selected = session.Selected!;
        if (selected.View.Resolve(set, input.Numbering) is not { } places)
            return ImapReply.BadNumbers;
        places = FetchOffers.Narrow(selected.View, places, modifiers);
        await MessageLimit.LeaveIfManyAsync(places);
        var lowest = MessageLimit.Cut(session, selected.View, places);
        if (modifiers.Vanished)
            await Resynchronisation.TellVanishedAsync(session, selected, modifiers.ChangedSince!.Value, set, ct);

        var writer = new FetchWriter(session, selected, items);
        foreach (var (start, end) in places)
        {
            for (int at = start; at < end; at += Portion)
                await FetchAsync(session, writer, new IndexRange(at, Math.Min(end, at + Portion)), ct);
        }

        if (writer.MetUnknownEncoding)
            return ImapReply.No("UNKNOWN-CTE", "A part has an encoding that nobody knows."); // RFC 3516 §4.3
        return MessageLimit.Tell(session, writer.MetDamage ? ImapReply.Damaged : ImapReply.Ok("Fetched."), lowest);
    }

    /// <summary>What NOTIFY wants to know of new messages, with their UIDs. RFC 5465 §5.1.</summary>
    public static async ValueTask FetchNewAsync(ImapSession session, List<FetchItem> items, IndexRange places, CancellationToken ct)
    {
        FetchArguments.RequireUid(items);
        var writer = new FetchWriter(session, session.Selected!, items);
        for (int at = places.Start; at < places.End; at += Portion)
            await FetchAsync(session, writer, new IndexRange(at, Math.Min(places.End, at + Portion)), ct);
    }

    private static async ValueTask FetchAsync(ImapSession session, FetchWriter writer, IndexRange portion, CancellationToken ct)
    {
        var selected = session.Selected!;
        var rows = selected.View.Rows.Copy(portion.Start, portion.End);
        if (writer.SetsSeen && selected.Mode is OpenMode.ReadWrite && selected.Reached.Allows(AclRights.Seen))
            await SetSeenAsync(session, rows, ct);
        var emails = writer.NeedsEmails
            ? await session.Store.Messages.ReadEmailsAsync(selected.Mailbox.Account, Array.ConvertAll(rows, static row => row.Email), ct)
            : [];

        if (writer.NeedsSaveDates)
            writer.SaveDates = await session.Store.Messages.SavedAsync(selected.Mailbox.Account, selected.Mailbox.Id, rows[0].Uid, rows[^1].Uid, ct);

        if (writer.NeedsAnnotations)
            writer.Annotated = [.. await session.Store.Annotations.MessagesAsync(selected.Mailbox.Account, selected.Mailbox.Id, (rows[0].Uid, rows[^1].Uid), session.Account, default, ct)];

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

            var write = writer.WriteAsync(portion.Start + i, rows[i].Flags, email, ct);
            if (!write.IsCompletedSuccessfully)
                await write;
            if (session.Responses.IsFull)
                await session.Responses.FlushAsync(ct);
        }

        if (writer.TakePreviews() is { Count: > 0 } previews)
            await KeepAsync(session, previews, ct);
    }

    /// <summary>Previews are made once; where they can't be kept now, they are made again.</summary>
    private static async ValueTask KeepAsync(ImapSession session, IReadOnlyList<(EmailId Email, string Preview)> previews, CancellationToken ct)
    {
        try
        {
            await session.Store.Messages.KeepPreviewsAsync(session.Selected!.Mailbox.Account, previews, ct);
        }
        catch (StoreUnavailableException)
        {
            // They were told all the same.
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
        var result = await ReaderFlags.ChangeAsync(session.Store, selected, unseen, change, unchangedSince: null, ct);
        await selected.TakeOverAsync(session.Responses, result, ct);
    }

    private static bool TryParse(CommandInput input, [NotNullWhen(true)] out SequenceSet? set, [NotNullWhen(true)] out List<FetchItem>? items, out FetchModifiers modifiers)
    {
        var reader = input.Read();
        modifiers = FetchModifiers.None;
        items = null;
        if (!MessageSet.TryRead(ref reader, out set) || !FetchArguments.TryParse(ref reader, Limits, out items) || !FetchModifiers.TryParse(ref reader, out modifiers) || !reader.AtEnd)
            return false;
        if (input.Numbering is Numbering.Uid)
            FetchArguments.RequireUid(items);
        if (modifiers.ChangedSince is not null)
            FetchArguments.RequireModSeq(items);
        return true;
    }
}
