using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>STATUS: the counters of a mailbox without opening it. RFC 3501 §6.3.10.</summary>
internal sealed class StatusCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(session, input, out string name, out var items))
            return ImapReply.Syntax("STATUS mailbox (item ...)");
        var (mailbox, missing) = await session.Reach.SeekAsync(name, AclRights.Read, ImapReply.NoSuchMailbox, ct);
        if (mailbox is null)
            return missing;
        StatusLine.AskedFor(session, items);
        await StatusLine.WriteAsync(session, mailbox, items, ct);
        return ImapReply.Ok("Done.");
    }

    private static bool TryParse(ImapSession session, CommandInput input, out string name, out IReadOnlyList<string> items)
    {
        (name, items) = (string.Empty, []);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryMailbox(out string? found) || !reader.TrySpace())
            return false;
        name = found;
        return StatusArguments.TryItems(ref reader, StatusLine.ItemsOf(session), out items) && reader.AtEnd;
    }
}
