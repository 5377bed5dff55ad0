using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Messages;

/// <summary>EXPUNGE and UID EXPUNGE: removes what carries \Deleted; the news before the reply tell which. RFC 3501 §6.4.3, RFC 4315 §2.1.</summary>
internal sealed class ExpungeCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        var selected = session.Selected!;
        SequenceSet? set = null;
        if (input.Numbering is Numbering.Uid ? !TryParse(input.Arguments.Span, out set) : !input.Arguments.IsEmpty)
            return ImapReply.Syntax(input.Numbering is Numbering.Uid ? "UID EXPUNGE uids" : "EXPUNGE");
        if (selected.Mode is OpenMode.ReadOnly)
            return ImapReply.ReadOnly;
        if (!selected.Reached.Allows(AclRights.Expunge))
            return ImapReply.NoPermission;

        // Another session may have set the flag since the last command.
        await selected.ReportAsync(session.Responses, News.NoExpunge, ct);
        var uids = Deleted(selected.View);
        if (set is not null)
        {
            var named = selected.View.ResolveUids(set);
            uids.RemoveAll(uid => !Array.Exists(named, range => range.Contains(uid.Value)));
        }

        int most = MessageLimit.Of(session);
        Uid? lowest = set is not null && uids.Count > most ? uids[^most] : null;
        if (lowest is not null)
            uids.RemoveRange(0, uids.Count - most);
        await session.Store.Messages.ExpungeAsync(selected.Mailbox.Account, selected.Mailbox.Id, uids, ct);
        selected.LookAgain();
        if (!session.Dialect.Has(Extensions.QResync))
            return MessageLimit.Tell(session, ImapReply.Ok("Expunged."), lowest);

        // RFC 7162 §3.2.7: what the client has heard up to here.
        await selected.ReportAsync(session.Responses, News.All, ct);
        return MessageLimit.Tell(session, ImapReply.Ok($"HIGHESTMODSEQ {selected.HighestModSeq}", "Expunged."), lowest);
    }

    public static List<Uid> Deleted(MailboxView view)
    {
        var uids = new List<Uid>();
        foreach (ref readonly var row in view.Rows)
        {
            if ((row.System & SystemFlags.Deleted) is not SystemFlags.None)
                uids.Add(row.Uid);
        }

        return uids;
    }

    private static bool TryParse(ReadOnlySpan<byte> arguments, out SequenceSet? set)
    {
        var reader = new ArgumentReader(arguments);
        set = null;
        return reader.TrySpace() && reader.TrySequenceSet(MessageSet.MaxRanges, out set) && reader.AtEnd;
    }
}
