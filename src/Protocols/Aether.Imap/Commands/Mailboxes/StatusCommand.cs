using System.Text;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>STATUS: the counters of a mailbox without opening it. RFC 3501 §6.3.10; DELETED and DELETED-STORAGE: RFC 9208 §4.1.4.</summary>
internal sealed class StatusCommand : IImapCommand
{
    private static readonly string[] Items = ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "DELETED-STORAGE"];

    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input.Arguments.Span, out string name, out var items))
            return ImapReply.Syntax("STATUS mailbox (item ...)");
        if (await session.Store.Mailboxes.FindAsync(session.Account, name, ct) is not { Selectable: true } mailbox)
            return ImapReply.NoSuchMailbox;

        var deleted = items.Exists(static item => item.StartsWith("DELETED", StringComparison.Ordinal)) ? await CountDeletedAsync(session, mailbox, ct) : default;
        int recent = items.Contains("RECENT") ? await CountRecentAsync(session, mailbox, ct) : 0;
        var line = new StringBuilder();
        foreach (string item in items)
            line.Append(line.Length is 0 ? string.Empty : " ").Append(item).Append(' ').Append(ValueOf(item, mailbox.Counters, recent, deleted));

        session.Responses.Raw("* STATUS "u8);
        ImapString.Write(session.Responses.Output, ModifiedUtf7.Encode(mailbox.Path));
        Encoding.ASCII.GetBytes($" ({line})\r\n", session.Responses.Output);
        return ImapReply.Ok("Done.");
    }

    private static long ValueOf(string item, MailboxCounters counters, int recent, (long Messages, long Octets) deleted) => item switch
    {
        "MESSAGES" => counters.Messages,
        "RECENT" => recent,
        "UIDNEXT" => counters.UidNext.Value,
        "UIDVALIDITY" => counters.UidValidity,
        "DELETED" => deleted.Messages,
        "DELETED-STORAGE" => deleted.Octets,
        _ => counters.Unseen,
    };

    /// <summary>What an EXPUNGE would free.</summary>
    private static async ValueTask<(long Messages, long Octets)> CountDeletedAsync(ImapSession session, Mailbox mailbox, CancellationToken ct)
    {
        var rows = await session.Store.Messages.ListAsync(session.Account, mailbox.Id, ct);
        var deleted = rows.Where(static row => row.System.HasFlag(SystemFlags.Deleted)).ToList();
        return (deleted.Count, deleted.Sum(static row => row.Size));
    }

    private static async ValueTask<int> CountRecentAsync(ImapSession session, Mailbox mailbox, CancellationToken ct)
    {
        var first = session.Shared.Recent.Look(mailbox.Id);
        if (first >= mailbox.Counters.UidNext)
            return 0;
        var rows = await session.Store.Messages.ListAsync(session.Account, mailbox.Id, ct);
        return rows.Count(row => row.Uid >= first);
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, out string name, out List<string> items)
    {
        name = string.Empty;
        items = [];
        var reader = new ArgumentReader(arguments);
        if (!reader.TrySpace() || !reader.TryMailbox(out string? found) || !reader.TrySpace() || !reader.TryOpen())
            return false;
        name = found;
        do
        {
            if (!reader.TryAtom(out var atom))
                return false;
            string item = Encoding.ASCII.GetString(atom).ToUpperInvariant();
            if (!Items.Contains(item) || items.Count >= 2 * Items.Length)
                return false;
            items.Add(item);
        }
        while (reader.TrySpace());

        return reader.TryClose() && reader.AtEnd;
    }
}
