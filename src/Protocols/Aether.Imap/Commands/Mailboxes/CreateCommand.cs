using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;
using Aether.Storage.Mailboxes;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>CREATE: makes a mailbox and the levels above it, for a special use if asked to. RFC 3501 §6.3.3, RFC 6154 §3, RFC 8474 §4.1.</summary>
internal sealed class CreateCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(input, session.Offers("CREATE-SPECIAL-USE"), out string name, out var uses))
            return ImapReply.Syntax("CREATE mailbox [(USE (\\use))]");
        if (uses.Count > 1 || !Enum.TryParse<SpecialUse>(uses.Count is 0 ? nameof(SpecialUse.None) : uses[0][1..], ignoreCase: true, out var use) || (uses.Count > 0 && use is SpecialUse.None or SpecialUse.Inbox))
            return ImapReply.No("USEATTR", "A mailbox has one of the uses All, Archive, Drafts, Flagged, Junk, Sent, Trash."); // RFC 6154 §6
        if (await session.Reach.PlaceAsync(name, ct) is not { } place)
            return ImapReply.No("CANNOT", "Nothing can be made there.");
        if (!place.Above.HasFlag(AclRights.CreateMailbox))
            return place.Above.HasFlag(AclRights.Lookup) ? ImapReply.NoPermission : ImapReply.No("CANNOT", "Nothing can be made there.");
        if (use is not SpecialUse.None && place.Owner != session.Account)
            return ImapReply.No("USEATTR", "Mailboxes of others have no use of yours.");
        if (use is not SpecialUse.None && (await session.Store.Mailboxes.ListAsync(session.Account, ct)).Any(mailbox => mailbox.Use == use))
            return ImapReply.No("USEATTR", "There is a mailbox for that already.");

        var status = await session.Store.Mailboxes.CreateAsync(place.Owner, place.OwnPath, use, ct);
        if (status is MailboxStatus.Done && session.Dialect.Has(Extensions.Rev2) && MailboxName.TrySplit(name, out var levels) && MailboxName.Join(levels) is var stored && stored != name.TrimEnd(Mailbox.Separator))
            ListedName.Write(session, "LIST", string.Empty, stored, name); // RFC 9051 §6.3.4: it is not called as it was asked for
        if (status is MailboxStatus.Done && session.Offers("OBJECTID") && await session.Store.Mailboxes.FindAsync(place.Owner, place.OwnPath, ct) is { } created)
            return ImapReply.Ok($"MAILBOXID ({ObjectIds.Of(created.Id)})", "Created.");
        return MailboxArgument.ReplyTo(status, "Created.");
    }

    private static bool TryParse(CommandInput input, bool takesUse, out string name, out List<string> uses)
    {
        (name, uses) = (string.Empty, []);
        var reader = input.Read();
        if (!reader.TrySpace() || !reader.TryMailbox(out string? found))
            return false;
        name = found;
        if (reader.AtEnd)
            return true;
        if (!takesUse || !reader.TrySpace() || !reader.TryOpen() || !reader.TryWord("USE"u8) || !reader.TrySpace() || !reader.TryFlagList(8, out var named) || !reader.TryClose() || !reader.AtEnd)
            return false;
        uses = named;
        return uses.TrueForAll(static use => use.StartsWith('\\') && use.Length > 1);
    }
}
