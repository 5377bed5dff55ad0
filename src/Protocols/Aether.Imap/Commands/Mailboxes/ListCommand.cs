using Aether.Imap.Access;
using Aether.Imap.Session;
using Aether.Imap.Wire;
using Aether.Protocol.Imap;

namespace Aether.Imap.Commands.Mailboxes;

/// <summary>LIST: the mailboxes that match, with what is asked of them. RFC 3501 §6.3.8, RFC 5258, RFC 5819, RFC 6154 §3.</summary>
internal sealed class ListCommand : IImapCommand
{
    public async ValueTask<ImapReply> ExecuteAsync(ImapSession session, CommandInput input, CancellationToken ct)
    {
        if (!TryParse(session, input, out var arguments) || !IsOffered(session, arguments))
            return ImapReply.Syntax("LIST [(selection ...)] reference pattern [RETURN (option ...)]");
        if (!arguments.IsExtended && arguments.Patterns[0].Length is 0)
        {
            session.Responses.Untagged("LIST (\\Noselect) \"/\" \"\""u8); // asks for the separator alone
            return ImapReply.Ok("Listed.");
        }

        StatusLine.AskedFor(session, arguments.StatusItems);
        var reached = await session.Reach.ListAsync(ct);
        bool needsSubscriptions = arguments.Selection.HasFlag(ListSelection.Subscribed) || arguments.Return.HasFlag(ListReturn.Subscribed);
        var subscribed = needsSubscriptions ? await session.Store.Mailboxes.SubscriptionsAsync(session.Account, ct) : [];
        var byName = arguments.StatusItems.Count > 0 || (arguments.Return & (ListReturn.MyRights | ListReturn.Metadata)) is not ListReturn.None ? reached.ToDictionary(static mailbox => mailbox.Mailbox.Path) : null;
        foreach (var line in new MailboxListing(arguments, ForeignLevels.Complete(reached), subscribed).Lines())
        {
            ListedName.WriteExtended(session, line with { Attributes = OfferedOf(session, arguments, line.Attributes) });
            var mailbox = byName is not null && line.Mailbox is not null ? byName.GetValueOrDefault(line.Path) : null;
            if (arguments.Return.HasFlag(ListReturn.MyRights) && mailbox is not null)
                MyRightsLine.Write(session, mailbox);
            if (arguments.Metadata.Count > 0 && mailbox is not null)
                await TellMetadataAsync(session, mailbox, arguments.Metadata, ct);
            if (arguments.StatusItems.Count > 0 && mailbox is { Mailbox.Selectable: true } && mailbox.Allows(AclRights.Read))
                await StatusLine.WriteAsync(session, mailbox, arguments.StatusItems, ct);
            await session.Responses.FlushIfFullAsync(ct);
        }

        return ImapReply.Ok("Listed.");
    }

    /// <summary>Without those that come of what is switched off. RFC 3348, RFC 6154 §2.</summary>
    private static string OfferedOf(ImapSession session, ListArguments arguments, string attributes)
    {
        bool children = session.Offers("CHILDREN") || arguments.Return.HasFlag(ListReturn.Children);
        bool uses = session.Offers("SPECIAL-USE");
        return children && uses ? attributes : string.Join(' ', attributes.Split(' ').Where(attribute => attribute switch
        {
            "\\HasChildren" or "\\HasNoChildren" => children,
            "\\Noselect" or "\\NonExistent" or "\\Subscribed" => true,
            _ => uses,
        }));
    }

    /// <summary>RFC 9590 §3: a METADATA response behind each name.</summary>
    private static async ValueTask TellMetadataAsync(ImapSession session, ReachedMailbox mailbox, IReadOnlyList<MetadataName> names, CancellationToken ct)
    {
        var all = await session.Store.Metadata.ListAsync(mailbox.Mailbox.Account, mailbox.Mailbox.Id, session.Account, ct);
        MetadataLine.Write(session, mailbox.Mailbox.Path, MetadataLine.Select(all, names, depth: 0, session.Account), maxSize: null);
    }

    private static bool TryParse(ImapSession session, CommandInput input, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ListArguments? arguments)
    {
        var reader = input.Read();
        return ListArguments.TryParse(ref reader, StatusLine.ItemsOf(session), out arguments);
    }

    /// <summary>SPECIAL-USE came before LIST-EXTENDED: it may be asked for where that is switched off. RFC 6154 §3.</summary>
    private static bool IsOffered(ImapSession session, ListArguments arguments) =>
        (!arguments.IsExtended || session.Offers("LIST-EXTENDED") || (arguments.Selection is ListSelection.SpecialUse && arguments.Return is ListReturn.None))
        && ((!arguments.Selection.HasFlag(ListSelection.SpecialUse) && !arguments.Return.HasFlag(ListReturn.SpecialUse)) || session.Offers("SPECIAL-USE"))
        && (!arguments.Return.HasFlag(ListReturn.Metadata) || session.Offers("LIST-METADATA"))
        && (!arguments.Return.HasFlag(ListReturn.MyRights) || session.Offers("LIST-MYRIGHTS"))
        && (arguments.StatusItems.Count is 0 || session.Offers("LIST-STATUS"));
}
