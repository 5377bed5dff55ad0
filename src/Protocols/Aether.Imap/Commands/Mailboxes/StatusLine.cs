using System.Text;
using Aether.Imap.Access;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>One STATUS response. RFC 3501 §7.2.4, and the RFCs named beside the items.</summary>
internal static class StatusLine
{
    /// <summary>Each with a capability that brings it; null for those that are always there.</summary>
    private static readonly Dictionary<string, string?> Items = new()
    {
        ["MESSAGES"] = null,
        ["RECENT"] = null,
        ["UIDNEXT"] = null,
        ["UIDVALIDITY"] = null,
        ["UNSEEN"] = null,
        ["DELETED"] = null, // RFC 9051 §6.3.11, RFC 9208 §4.1.4
        ["DELETED-STORAGE"] = "QUOTA=RES-STORAGE", // RFC 9208 §4.1.4
        ["SIZE"] = "STATUS=SIZE", // RFC 8438 §4
        ["HIGHESTMODSEQ"] = "CONDSTORE", // RFC 7162 §3.1.7
        ["MAILBOXID"] = "OBJECTID", // RFC 8474 §4.3
        ["APPENDLIMIT"] = null, // RFC 7889 §5
    };

    /// <summary>Which items, in upper case, a session may ask for.</summary>
    public static Func<string, bool> ItemsOf(ImapSession session) => item => Items.TryGetValue(item, out string? needed) && (needed is null || session.Offers(needed));

    /// <summary>A client asks for these items: who asks for mod-sequences knows of them. RFC 7162 §3.1.</summary>
    public static void AskedFor(ImapSession session, IReadOnlyList<string> items)
    {
        if (items.Contains("HIGHESTMODSEQ"))
            session.UseModSeqs();
    }

    public static async ValueTask WriteAsync(ImapSession session, ReachedMailbox reached, IReadOnlyList<string> items, CancellationToken ct)
    {
        var mailbox = reached.Mailbox;
        var deleted = items.Any(static item => item.StartsWith("DELETED", StringComparison.Ordinal)) ? await CountDeletedAsync(session, mailbox, ct) : default;
        int recent = items.Contains("RECENT") ? await CountRecentAsync(session, mailbox, ct) : 0;
        var counters = reached.IsForeign && items.Contains("UNSEEN") ? mailbox.Counters with { Unseen = await CountUnseenAsync(session, reached, ct) } : mailbox.Counters;
        var line = new StringBuilder();
        foreach (string item in items)
        {
            line.Append(line.Length is 0 ? string.Empty : " ").Append(item).Append(' ');
            if (item is "MAILBOXID")
                line.Append('(').Append(ObjectIds.Of(mailbox.Id)).Append(')');
            else
                line.Append(item is "APPENDLIMIT" ? session.Shared.Options.MaxMessageSize : ValueOf(item, counters, recent, deleted));
        }

        session.Responses.Raw("* STATUS "u8);
        session.Dialect.WriteName(session.Responses.Output, mailbox.Path);
        Encoding.ASCII.GetBytes($" ({line})\r\n", session.Responses.Output);
    }

    private static long ValueOf(string item, MailboxCounters counters, int recent, (long Messages, long Octets) deleted) => item switch
    {
        "MESSAGES" => counters.Messages,
        "RECENT" => recent,
        "UIDNEXT" => counters.UidNext.Value,
        "UIDVALIDITY" => counters.UidValidity,
        "DELETED" => deleted.Messages,
        "DELETED-STORAGE" => deleted.Octets,
        "SIZE" => counters.Bytes,
        "HIGHESTMODSEQ" => Math.Max(1, counters.HighestModSeq.Value),
        _ => counters.Unseen,
    };

    /// <summary>What an EXPUNGE would free.</summary>
    private static async ValueTask<(long Messages, long Octets)> CountDeletedAsync(ImapSession session, Mailbox mailbox, CancellationToken ct)
    {
        var rows = await session.Store.Messages.ListAsync(mailbox.Account, mailbox.Id, ct);
        var deleted = rows.Where(static row => row.System.HasFlag(SystemFlags.Deleted)).ToList();
        return (deleted.Count, deleted.Sum(static row => row.Size));
    }

    /// <summary>Each reader has seen other messages.</summary>
    private static async ValueTask<int> CountUnseenAsync(ImapSession session, ReachedMailbox reached, CancellationToken ct)
    {
        var opened = await session.Store.Messages.OpenAsync(reached.Mailbox.Account, reached.Mailbox.Id, ct);
        var rows = await ReaderFlags.ApplyAsync(session.Store, reached, opened?.Rows ?? RowPages.Empty, ct);
        return rows.Count(static row => !row.System.HasFlag(SystemFlags.Seen));
    }

    private static async ValueTask<int> CountRecentAsync(ImapSession session, Mailbox mailbox, CancellationToken ct)
    {
        var first = session.Shared.Recent.Look(mailbox.Id);
        if (first >= mailbox.Counters.UidNext)
            return 0;
        var rows = await session.Store.Messages.ListAsync(mailbox.Account, mailbox.Id, ct);
        return rows.Count(row => row.Uid >= first);
    }
}
