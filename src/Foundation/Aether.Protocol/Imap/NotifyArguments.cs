namespace Aether.Protocol.Imap;

/// <summary>The arguments of NOTIFY: SET with groups of mailboxes and events, or NONE. RFC 5465 §3, §8.</summary>
/// <param name="TellsStatus">The state of all mailboxes is told first.</param>
/// <param name="Groups">Empty for NONE.</param>
public sealed record NotifyArguments(bool TellsStatus, IReadOnlyList<NotifyGroup> Groups)
{
    private const int MaxGroups = 50;

    private static readonly FetchLimits Limits = new(MaxItems: 50, MaxPath: 64, MaxFields: 64);

    public static NotifyParseStatus Parse(ref ArgumentReader reader, out NotifyArguments arguments)
    {
        var groups = new List<NotifyGroup>();
        arguments = new NotifyArguments(false, groups);
        if (!reader.TrySpace())
            return NotifyParseStatus.Bad;
        if (reader.TryWord("NONE"u8))
            return reader.AtEnd ? NotifyParseStatus.Parsed : NotifyParseStatus.Bad;
        if (!reader.TryWord("SET"u8) || !reader.TrySpace())
            return NotifyParseStatus.Bad;
        bool tellsStatus = reader.TryWord("STATUS"u8) && reader.TrySpace();
        do
        {
            if (groups.Count >= MaxGroups)
                return NotifyParseStatus.Bad;
            var status = ParseGroup(ref reader, out var group);
            if (status is not NotifyParseStatus.Parsed || group is null)
                return status is NotifyParseStatus.Parsed ? NotifyParseStatus.Bad : status;
            groups.Add(group);
        }
        while (reader.TrySpace());

        // RFC 5465 §6.1: the open mailbox has one group at most.
        arguments = new NotifyArguments(tellsStatus, groups);
        return reader.AtEnd && groups.Count(static group => group.IsSelected) < 2 ? NotifyParseStatus.Parsed : NotifyParseStatus.Bad;
    }

    private static NotifyParseStatus ParseGroup(ref ArgumentReader reader, out NotifyGroup? group)
    {
        group = null;
        if (!reader.TryOpen() || !MailboxScope.TryParse(ref reader, out var scope) || !reader.TrySpace())
            return NotifyParseStatus.Bad;
        var events = NotifyEvents.None;
        List<FetchItem> items = [];
        if (!reader.TryWord("NONE"u8))
        {
            var status = ParseEvents(ref reader, out events, items);
            if (status is not NotifyParseStatus.Parsed)
                return status;
        }

        // RFC 5465 §5: new messages and expunges go together, so who says one means both; changes of flags and annotations go with them. Only of the open mailbox is anything fetched.
        if ((events & (NotifyEvents.MessageNew | NotifyEvents.MessageExpunge)) is not NotifyEvents.None)
            events |= NotifyEvents.MessageNew | NotifyEvents.MessageExpunge;
        bool isWhole = (events & (NotifyEvents.FlagChange | NotifyEvents.AnnotationChange)) is NotifyEvents.None || events.HasFlag(NotifyEvents.MessageNew);
        group = new NotifyGroup(scope, events, items);
        return reader.TryClose() && isWhole && (items.Count is 0 || group.IsSelected) ? NotifyParseStatus.Parsed : NotifyParseStatus.Bad;
    }

    private static NotifyParseStatus ParseEvents(ref ArgumentReader reader, out NotifyEvents events, List<FetchItem> items)
    {
        events = NotifyEvents.None;
        if (!reader.TryOpen())
            return NotifyParseStatus.Bad;
        do
        {
            if (reader.TryWord("MessageNew"u8))
            {
                events |= NotifyEvents.MessageNew;
                if (!TryItems(ref reader, items))
                    return NotifyParseStatus.Bad;
                continue;
            }

            var found = reader.TryWord("MessageExpunge"u8) ? NotifyEvents.MessageExpunge
                : reader.TryWord("FlagChange"u8) ? NotifyEvents.FlagChange
                : reader.TryWord("AnnotationChange"u8) ? NotifyEvents.AnnotationChange
                : reader.TryWord("MailboxName"u8) ? NotifyEvents.MailboxName
                : reader.TryWord("SubscriptionChange"u8) ? NotifyEvents.SubscriptionChange
                : reader.TryWord("MailboxMetadataChange"u8) ? NotifyEvents.MailboxMetadataChange
                : reader.TryWord("ServerMetadataChange"u8) ? NotifyEvents.ServerMetadataChange
                : NotifyEvents.None;
            if (found is NotifyEvents.None)
                return reader.TryAtom(out _) ? NotifyParseStatus.BadEvent : NotifyParseStatus.Bad;
            events |= found;
        }
        while (reader.TrySpace());

        return reader.TryClose() ? NotifyParseStatus.Parsed : NotifyParseStatus.Bad;
    }

    private static bool TryItems(ref ArgumentReader reader, List<FetchItem> items)
    {
        var before = reader;
        if (!reader.TrySpace() || !reader.NextIs((byte)'('))
        {
            reader = before;
            return true;
        }

        if (!FetchArguments.TryParse(ref reader, Limits, out var found))
            return false;
        items.AddRange(found);
        return true;
    }
}
