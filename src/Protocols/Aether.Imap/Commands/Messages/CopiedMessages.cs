using Aether.Imap.Access;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>Copies or moves messages of the open mailbox: inside an account as rows, between accounts as new messages. RFC 4314 §4, RFC 6851 §4.</summary>
internal static class CopiedMessages
{
    public static async ValueTask<CopyResult> StoreAsync(ImapSession session, List<IndexRange> places, ReachedMailbox target, CopyMode mode, CancellationToken ct)
    {
        var selected = session.Selected!;
        var source = selected.Mailbox;
        var uids = selected.View.UidsAt(places);
        bool isOneAccount = source.Account == target.Mailbox.Account;
        if (isOneAccount && !selected.Reached.IsForeign)
        {
            return mode is CopyMode.Copy
                ? await session.Store.Messages.CopyAsync(source.Account, source.Id, uids, target.Mailbox.Id, ct)
                : await session.Store.Messages.MoveAsync(source.Account, source.Id, uids, target.Mailbox.Id, ct);
        }

        // Flags that the target takes from this user are his to say, so rows are not copied as they are.
        var rows = places.SelectMany(range => selected.View.Rows.Copy(range.Start, range.End)).ToList();
        var result = await session.Store.Transfers.CopyAsync(source.Account, rows, (target.Mailbox.Account, target.Mailbox.Id), row => FlagsOf(row, selected.Keywords, target), ct);
        if (result.Status is not MessageStatus.Done)
            return result;
        if (target.IsForeign && target.Allows(AclRights.Seen))
        {
            var seen = rows.Where(static row => row.System.HasFlag(SystemFlags.Seen)).Select(static row => row.Uid).ToHashSet();
            await AppendedMessages.MarkSeenAsync(session, target, [.. result.Pairs.Where(pair => seen.Contains(pair.Source)).Select(static pair => pair.Target).Order()], ct);
        }

        await CopiedAnnotations.StoreAsync(session, target, result.Pairs, ct);

        // RFC 6851 §3.3: a move that stops here leaves messages in both, never in none.
        if (mode is CopyMode.Move)
            await session.Store.Messages.RemoveAsync(source.Account, source.Id, [.. result.Pairs.Select(static pair => pair.Source)], ct);
        return result;
    }

    private static FlagChange FlagsOf(MessageRow row, KeywordTable keywords, ReachedMailbox target)
    {
        var names = new List<string>();
        for (int bit = KeywordTable.FirstBit; bit <= KeywordTable.LastBit; bit++)
        {
            if ((row.Flags >> bit & 1) is not 0 && keywords.NameOf(bit) is { } name)
                names.Add(name);
        }

        var flags = FlagRights.Narrow(new FlagChange(FlagChangeMode.Replace, row.System, names), target.Rights);
        return target.IsForeign ? flags with { System = flags.System & ~SystemFlags.Seen } : flags;
    }
}
