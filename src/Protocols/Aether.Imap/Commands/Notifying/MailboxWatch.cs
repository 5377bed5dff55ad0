using Aether.Imap.Access;
using Aether.Imap.Commands.Fetching;
using Aether.Imap.Commands.Mailboxes;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Changes;
using Aether.Storage.Messages;

namespace Aether.Imap.Commands.Notifying;

/// <summary>
/// Watches an account for one session. A hint only marks a mailbox as changed and wakes the session; what is told is read from the
/// store when the client takes it, so a stuck reader holds up nobody, and many changes of a mailbox are one line. RFC 5465 §4, §5.
/// </summary>
internal sealed class MailboxWatch : ISessionNews
{
    /// <summary>Changed mailboxes that are remembered; past that the client is told that it lost track (case I08).</summary>
    public const int MostChanged = 1000;

    /// <summary>What changes of messages that stay. RFC 5465 §5.1.</summary>
    private const NotifyEvents InMessages = NotifyEvents.FlagChange | NotifyEvents.AnnotationChange;

    private static readonly string[] OfMessages = ["MESSAGES", "UIDNEXT", "UIDVALIDITY"];
    private static readonly string[] OfFlags = ["MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"];

    private readonly ImapSession session;
    private readonly IReadOnlyList<NotifyGroup> groups;
    private readonly Dictionary<AccountId, IDisposable> subscriptions = [];
    private readonly Lock gate = new();
    private readonly HashSet<MailboxId> changed = [];
    // What the client was told, of each kind of news for itself: what is read along with a hint may be ahead of hints yet to come.
    private readonly Dictionary<MailboxId, MailboxCounters> counters = [];
    private readonly MetadataWatch? metadata;
    private Dictionary<MailboxId, ReachedMailbox> known = [];
    private HashSet<string> subscribed = [];
    private bool listChanged;
    private bool overflown;

    public MailboxWatch(ImapSession session, IReadOnlyList<NotifyGroup> groups)
    {
        this.session = session;
        this.groups = groups;
        if (groups.Any(static group => (group.Events & (NotifyEvents.MailboxMetadataChange | NotifyEvents.ServerMetadataChange)) is not NotifyEvents.None))
            metadata = new MetadataWatch(session);
        session.Dialect.TellsAnnotations = groups.Any(static group => group.IsSelected && group.Events.HasFlag(NotifyEvents.AnnotationChange));
        subscriptions[session.Account] = session.Store.Changes.Subscribe(session.Account, OnHint);
    }

    /// <summary>Learns how things stand, and tells it where that was asked for. RFC 5465 §3.1.</summary>
    public async ValueTask BeginAsync(bool tellsStatus, CancellationToken ct)
    {
        (known, subscribed) = await ReadAsync(ct);
        foreach (var mailbox in known.Values)
            counters[mailbox.Mailbox.Id] = mailbox.Mailbox.Counters;
        if (metadata is not null && !await metadata.LearnAsync(known.Values, ct))
            overflown = true;
        foreach (var mailbox in tellsStatus ? known.Values.Where(IsElsewhere) : [])
        {
            if (EventsOf(mailbox) is var events && (events & (NotifyEvents.MessageNew | NotifyEvents.FlagChange)) is not NotifyEvents.None)
                await StatusLine.WriteAsync(session, mailbox, ItemsOf(events), ct);
            await session.Responses.FlushIfFullAsync(ct);
        }
    }

    public async ValueTask ReportAsync(CancellationToken ct)
    {
        var (mailboxes, list) = Take();
        if (overflown)
        {
            // RFC 5465 §5.8: no more news until the client asks anew.
            session.Responses.Untagged("OK [NOTIFICATIONOVERFLOW] Too much happened at once."u8);
            session.Watch(null);
            return;
        }

        if (session.Selected is { } selected && (mailboxes.Contains(selected.Mailbox.Id) || list))
            await ReportSelectedAsync(selected, ct);
        if (mailboxes.Count is 0 && !list)
            return;
        var (now, names) = await ReadAsync(ct);
        if (list)
        {
            ReportNames(now, names);
            ReportSubscriptions(now, names);
            if (metadata is not null && !await metadata.ReportAsync(now, IsMetadataTold, ct))
                overflown = true;
            (known, subscribed) = (now, names);
        }

        foreach (var mailbox in now.Values.Where(mailbox => mailboxes.Contains(mailbox.Mailbox.Id)))
        {
            if (IsElsewhere(mailbox) && NewsOf(mailbox) is { } items)
                await StatusLine.WriteAsync(session, mailbox, items, ct);
            counters[mailbox.Mailbox.Id] = mailbox.Mailbox.Counters;
            await session.Responses.FlushIfFullAsync(ct);
        }

        foreach (var gone in counters.Keys.Except(now.Keys).ToList())
            counters.Remove(gone);
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions.Values)
            subscription.Dispose();
        session.Dialect.TellsAnnotations = false;
    }

    private async ValueTask ReportSelectedAsync(SelectedMailbox selected, CancellationToken ct)
    {
        if (groups.FirstOrDefault(static group => group.IsSelected) is not { } group || group.Events is NotifyEvents.None)
            return;
        var before = selected.View.HighestUid;
        selected.LookAgain();
        await selected.ReportAsync(session.Responses, group.Scope.Kind is MailboxScopeKind.Selected ? News.All : News.NoExpunge, ct);
        if (group.Items.Count > 0 && selected.View.HighestUid > before)
        {
            var places = selected.View.PlacesOf(new SequenceRange(before.Value + 1, uint.MaxValue));
            await FetchCommand.FetchNewAsync(session, [.. group.Items], places, ct);
        }
    }

    /// <summary>RFC 5465 §5.4: names that came, went or changed.</summary>
    private void ReportNames(Dictionary<MailboxId, ReachedMailbox> now, HashSet<string> names)
    {
        foreach (var mailbox in now.Values)
        {
            var events = EventsOf(mailbox);
            known.TryGetValue(mailbox.Mailbox.Id, out var before);
            if (events.HasFlag(NotifyEvents.MailboxName) && before is null)
                Tell(mailbox, names);
            else if (events.HasFlag(NotifyEvents.MailboxName) && before!.Mailbox.Path != mailbox.Mailbox.Path)
                Tell(mailbox, names, before.Mailbox.Path);
        }

        foreach (var gone in known.Values.Where(mailbox => !now.ContainsKey(mailbox.Mailbox.Id) && EventsOf(mailbox).HasFlag(NotifyEvents.MailboxName)))
            ListedName.Write(session, "LIST", "\\NonExistent", gone.Mailbox.Path);
    }

    /// <summary>RFC 5465 §5.5: mailboxes that the user began or ceased to want to see.</summary>
    private void ReportSubscriptions(Dictionary<MailboxId, ReachedMailbox> now, HashSet<string> names)
    {
        foreach (var mailbox in now.Values.Where(mailbox => names.Contains(mailbox.Mailbox.Path) != subscribed.Contains(mailbox.Mailbox.Path)))
        {
            if ((EventsOf(mailbox) | EventsOf(mailbox, names)).HasFlag(NotifyEvents.SubscriptionChange))
                Tell(mailbox, names);
        }
    }

    private bool IsMetadataTold(ReachedMailbox? mailbox) => mailbox is null
        ? groups.Any(static group => group.Events.HasFlag(NotifyEvents.ServerMetadataChange))
        : EventsOf(mailbox).HasFlag(NotifyEvents.MailboxMetadataChange);

    private void Tell(ReachedMailbox reached, HashSet<string> names, string? oldName = null)
    {
        var mailbox = reached.Mailbox;
        string attributes = (mailbox.Selectable ? "" : "\\Noselect ") + (names.Contains(mailbox.Path) ? "\\Subscribed" : "");
        ListedName.Write(session, "LIST", attributes.TrimEnd(), mailbox.Path, oldName);
    }

    /// <summary>Which items are news; null when what happened was not asked for.</summary>
    private string[]? NewsOf(ReachedMailbox mailbox)
    {
        var events = EventsOf(mailbox);
        bool messages = events.HasFlag(NotifyEvents.MessageNew)
            && (!counters.TryGetValue(mailbox.Mailbox.Id, out var before) || before.UidNext != mailbox.Mailbox.Counters.UidNext || before.Messages != mailbox.Mailbox.Counters.Messages);
        return messages || (events & InMessages) is not NotifyEvents.None ? ItemsOf(events) : null;
    }

    private string[] ItemsOf(NotifyEvents events)
    {
        string[] items = events.HasFlag(NotifyEvents.FlagChange) ? OfFlags : OfMessages;
        return (events & InMessages) is not NotifyEvents.None && session.Offers("CONDSTORE") ? [.. items, "HIGHESTMODSEQ"] : items;
    }

    private NotifyEvents EventsOf(ReachedMailbox mailbox) => EventsOf(mailbox, subscribed);

    /// <summary>The first group that names a mailbox decides. RFC 5465 §6.</summary>
    private NotifyEvents EventsOf(ReachedMailbox mailbox, HashSet<string> names) =>
        groups.FirstOrDefault(group => ScopeMatch.Matches(group.Scope, mailbox, names))?.Events ?? NotifyEvents.None;

    private bool IsElsewhere(ReachedMailbox reached) =>
        reached.Mailbox.Selectable && reached.Allows(AclRights.Read) && reached.Mailbox.Id != session.Selected?.Mailbox.Id;

    private async ValueTask<(Dictionary<MailboxId, ReachedMailbox> Mailboxes, HashSet<string> Subscribed)> ReadAsync(CancellationToken ct)
    {
        var reached = (await session.Reach.ListAsync(ct)).ToDictionary(static mailbox => mailbox.Mailbox.Id);
        Listen(reached.Values.Select(static mailbox => mailbox.Mailbox.Account).Append(session.Account).ToHashSet());
        return (reached, [.. await session.Store.Mailboxes.SubscriptionsAsync(session.Account, ct)]);
    }

    /// <summary>Mailboxes of others are heard of at their owners.</summary>
    private void Listen(HashSet<AccountId> accounts)
    {
        foreach (var account in subscriptions.Keys.Except(accounts).ToList())
        {
            subscriptions.Remove(account, out var subscription);
            subscription!.Dispose();
        }

        foreach (var account in accounts.Except(subscriptions.Keys).ToList())
            subscriptions[account] = session.Store.Changes.Subscribe(account, OnHint);
    }

    private (HashSet<MailboxId> Mailboxes, bool List) Take()
    {
        lock (gate)
        {
            var taken = (new HashSet<MailboxId>(changed), listChanged);
            changed.Clear();
            listChanged = false;
            return taken;
        }
    }

    private void OnHint(ChangeHint hint)
    {
        lock (gate)
        {
            if (hint.Mailbox is not { } mailbox)
                listChanged = true;
            else if (changed.Count < MostChanged)
                changed.Add(mailbox);
            else if (!changed.Contains(mailbox))
                overflown = true;
        }

        session.Connection.Wake();
    }
}
