using System.Text;
using Aether.Imap.Access;
using Aether.Imap.Wire;
using Aether.Net.Connections;
using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Changes;
using Aether.Storage.Mailboxes;
using Aether.Storage.Messages;

namespace Aether.Imap.Selected;

/// <summary>
/// The open mailbox of one session: its view, and what changed in the store since. A hint of a change only marks it stale;
/// what changed is read when the client may be told. RFC 3501 §5.2, §7.3.
/// </summary>
internal sealed class SelectedMailbox : IDisposable
{
    private readonly MailStore store;
    private readonly RecentMessages recent;
    private readonly Dialect dialect;
    private readonly IDisposable subscription;
    private SequenceRange[] recentUids = []; // few; most sessions have none
    private MailConnection? idling;
    private ModSeq seen;
    private long heard; // the last change that a hint told of
    private long looked; // what was heard when the store was last asked
    private int stale;
    private int staleRights;

    private SelectedMailbox(ReachedMailbox reached, OpenMode mode, MailStore store, RecentMessages recent, Dialect dialect)
    {
        Reached = reached;
        Mode = mode;
        this.store = store;
        this.recent = recent;
        this.dialect = dialect;
        var mailbox = reached.Mailbox;
        seen = mailbox.Counters.HighestModSeq;
        View = MailboxView.Empty;
        Keywords = null!;
        subscription = store.Changes.Subscribe(mailbox.Account, OnHint);
    }

    /// <summary>The mailbox, and what may be done with it as of the last look.</summary>
    public ReachedMailbox Reached { get; private set; }

    public Mailbox Mailbox => Reached.Mailbox;

    public OpenMode Mode { get; }

    public MailboxView View { get; private set; }

    public KeywordTable Keywords { get; private set; }

    public int RecentCount { get; private set; }

    /// <summary>Searches whose client wants to hear what changes of them; null while there is none.</summary>
    public IResultNews? Results { get; set; }

    /// <summary>The client wants to hear which annotations others change. RFC 5257 §4.2.</summary>
    public bool TellsAnnotations { get; set; }

    /// <summary>It was selected, not examined: own annotations may be written by who may change nothing else. RFC 5257 §3.4.</summary>
    public bool TakesAnnotations { get; set; }

    /// <summary>Every change up to this one is known here. RFC 7162 §3.1.2.1.</summary>
    public ModSeq HighestModSeq => new(Math.Max(1, seen.Value));

    /// <summary>The mailbox itself is gone.</summary>
    public bool IsGone { get; private set; }

    public static async ValueTask<SelectedMailbox> OpenAsync(ReachedMailbox reached, OpenMode mode, MailStore store, RecentMessages recent, Dialect dialect, CancellationToken ct)
    {
        var mailbox = reached.Mailbox;
        var selected = new SelectedMailbox(reached, mode, store, recent, dialect);
        selected.Keywords = await store.Messages.KeywordsAsync(mailbox.Account, ct);
        if (await store.Messages.OpenAsync(mailbox.Account, mailbox.Id, ct) is { } opened)
        {
            selected.View = new MailboxView(await ReaderFlags.ApplyAsync(store, reached, opened.Rows, ct));
            selected.seen = opened.ModSeq;
        }

        selected.ClaimRecent();
        return selected;
    }

    /// <summary>From now until disposed, a change wakes the connection.</summary>
    public IDisposable WakeOnNews(MailConnection connection)
    {
        Volatile.Write(ref idling, connection);
        return new Sleep(this);
    }

    public Recency RecencyOf(Uid uid)
    {
        foreach (var range in recentUids)
        {
            if (range.Contains(uid.Value))
                return Recency.Recent;
        }

        return Recency.Known;
    }

    /// <summary>This session changed messages itself: the news of it may come later than the outcome, and the reply must carry them.</summary>
    public void LookAgain() => Volatile.Write(ref stale, 1);

    /// <summary>Takes over what a change of flags by this session came to. Where nobody else changed anything before it, there is nothing to read again.</summary>
    public async ValueTask TakeOverAsync(ResponseWriter responses, FlagResult result, CancellationToken ct)
    {
        await EnsureKeywordsAsync(responses, TakeOver(result.Changed as FlagResult.Row[] ?? [.. result.Changed]), ct);
        if (Results is null && result.Step is { } step && step.Before <= seen && step.After > seen)
            seen = step.After;
    }

    /// <returns>All flags that occur in the rows.</returns>
    private long TakeOver(FlagResult.Row[] changed)
    {
        long flags = 0;
        int place = -1;
        foreach (var row in changed)
        {
            flags |= row.Flags;
            place++; // neighbours, as a rule
            if ((uint)place >= (uint)View.Count || View[place].Uid != row.Uid)
                place = View.IndexOf(row.Uid);
            if (place >= 0)
                View.TrySetFlags(place, row.Flags, row.ModSeq);
        }

        return flags;
    }

    /// <summary>Looks at the rights again where somebody may have changed them; who can't read any more has no mailbox open (case I07).</summary>
    public async ValueTask<bool> KeepsRightsAsync(CancellationToken ct)
    {
        if (!Reached.IsForeign || Interlocked.Exchange(ref staleRights, 0) is 0)
            return !IsGone;
        Reached = Reached with { Rights = await store.Acl.RightsAsync(Mailbox.Account, Mailbox.Id, Reached.Reader, ct) };
        IsGone |= !Reached.Allows(AclRights.Read);
        return !IsGone;
    }

    /// <summary>Tells the client what changed, as far as it may be told now.</summary>
    public async ValueTask ReportAsync(ResponseWriter responses, News news, CancellationToken ct)
    {
        if (!await KeepsRightsAsync(ct))
            return;
        bool arrived = false;
        var changed = Array.Empty<Uid>();
        if (IsStale())
        {
            if (await TryReadChangesAsync(ct) is { } changes)
            {
                seen = changes.HighestModSeq;
                IsGone = !changes.Exists;
                arrived = await ApplyAsync(responses, changes, ct);
                changed = Results is null ? [] : [.. changes.Rows.Select(static row => row.Uid)];
            }
        }

        if (news is News.All && View.HasExpunged)
            ReportExpunged(responses);
        if (arrived)
        {
            ClaimRecent();
            responses.Untagged(View.Count, "EXISTS"u8);
            if (dialect.HasRecent)
                responses.Untagged(RecentCount, "RECENT"u8);
        }

        if (Results is { } results && changed.Length > 0)
            await results.ChangedAsync(changed, ct);
        await responses.FlushIfFullAsync(ct);
    }

    /// <summary>Learns of the keywords in <paramref name="flags"/>, and tells the client when there are new ones. RFC 3501 §7.2.6.</summary>
    public async ValueTask EnsureKeywordsAsync(ResponseWriter responses, long flags, CancellationToken ct)
    {
        const long KeywordBits = ~0xFFL;
        if ((flags & KeywordBits & ~Keywords.KnownBits) is 0)
            return;
        Keywords = await store.Messages.KeywordsAsync(Mailbox.Account, ct);
        responses.Untagged(FlagsLine());
    }

    /// <summary>FLAGS: all flags that may occur here.</summary>
    public string FlagsLine() => $"FLAGS ({FlagNames.System}{KeywordList()})";

    /// <summary>The keywords, each with a space in front.</summary>
    public string KeywordList()
    {
        var list = new StringBuilder();
        foreach (string name in Keywords.Names)
            list.Append(' ').Append(name);
        return list.ToString();
    }

    public void WriteFlags(ResponseWriter responses, MessageRow row) =>
        FlagNames.Write(responses.Output, row.Flags, dialect.HasRecent ? RecencyOf(row.Uid) : Recency.Known, Keywords);

    /// <summary>The begin of a FETCH response: by message number, or by UID where there are none. RFC 9586 §3.3.</summary>
    public void WriteFetchHead(ResponseWriter responses, int index)
    {
        responses.Raw("* "u8);
        ImapString.WriteNumber(responses.Output, dialect.IsUidOnly ? View[index].Uid.Value : index + 1);
        responses.Raw(dialect.IsUidOnly ? " UIDFETCH ("u8 : " FETCH ("u8);
    }

    /// <summary>The FETCH response to a change of flags.</summary>
    public void WriteChange(ResponseWriter responses, int index, bool withUid)
    {
        WriteFetchHead(responses, index);
        if (withUid)
        {
            responses.Raw("UID "u8);
            ImapString.WriteNumber(responses.Output, View[index].Uid.Value);
            responses.Raw(" "u8);
        }

        responses.Raw("FLAGS "u8);
        WriteFlags(responses, View[index]);
        WriteModSeqIfTold(responses, index);
        responses.Raw(")\r\n"u8);
    }

    public void WriteModSeqIfTold(ResponseWriter responses, int index)
    {
        if (dialect.HasModSeqs)
            WriteModSeq(responses, index);
    }

    /// <summary>RFC 7162 §3.1.4.2: SP "MODSEQ" and the number in parentheses.</summary>
    public void WriteModSeq(ResponseWriter responses, int index)
    {
        responses.Raw(" MODSEQ ("u8);
        ImapString.WriteNumber(responses.Output, View[index].ModSeq.Value);
        responses.Raw(")"u8);
    }

    public void Dispose() => subscription.Dispose();

    /// <summary>The store may know of changes that are not known here. Hints of one's own changes come too: those are known.</summary>
    private bool IsStale()
    {
        long last = Interlocked.Read(ref heard);
        bool isStale = Interlocked.Exchange(ref stale, 0) is not 0 || last > Math.Max(seen.Value, looked);
        looked = isStale ? last : looked;
        return isStale;
    }

    /// <returns>Null: the store can't tell now, and the client hears of it with a later command.</returns>
    private async ValueTask<MailboxChanges?> TryReadChangesAsync(CancellationToken ct)
    {
        try
        {
            return await store.Messages.ChangesAsync(Mailbox.Account, Mailbox.Id, seen, ct);
        }
        catch (StoreUnavailableException)
        {
            LookAgain();
            return null;
        }
    }

    private async ValueTask<bool> ApplyAsync(ResponseWriter responses, MailboxChanges changes, CancellationToken ct)
    {
        var highest = View.HighestUid;
        var noted = new List<(MessageRow, ModSeq)>();
        foreach (var row in await ReaderFlags.ApplyAsync(store, Reached, changes.Rows, ct))
        {
            await EnsureKeywordsAsync(responses, row.Flags, ct);
            int index = View.IndexOf(row.Uid);
            if ((TellsAnnotations || dialect.TellsAnnotations) && index >= 0 && row.ModSeq > View[index].ModSeq)
                noted.Add((row, View[index].ModSeq));
            if (index >= 0 && View.TrySetFlags(index, row.Flags, row.ModSeq))
                WriteChange(responses, index, withUid: dialect.Has(Extensions.QResync | Extensions.Rev2)); // RFC 7162 §3.2.4
            else if (index < 0 && row.Uid > highest)
                View.Append(row);
            await responses.FlushIfFullAsync(ct);
        }

        await AnnotationNews.TellAsync(store, this, responses, noted, ct);
        foreach (var uid in changes.Vanished)
            View.Expunge(uid);
        return View.HighestUid > highest;
    }

    private void ReportExpunged(ResponseWriter responses)
    {
        Results?.Removing(View.ExpungedUids());
        var uids = new List<uint>();
        var numbers = View.TakeExpunged(uids);
        if (dialect.HasVanished)
            responses.Untagged("VANISHED " + SequenceSet.Format([.. uids]));
        else
            numbers.ForEach(number => responses.Untagged(number, "EXPUNGE"u8));
        CountRecent();
    }

    private void ClaimRecent()
    {
        if (View.Count > 0)
        {
            var next = new Uid(View.HighestUid.Value + 1);
            var first = Mode is OpenMode.ReadWrite ? recent.Claim(Mailbox.Id, next) : recent.Look(Mailbox.Id);
            if (first < next)
                AddRecent(new SequenceRange(first.Value, next.Value - 1));
        }

        CountRecent();
    }

    private void AddRecent(SequenceRange range)
    {
        if (recentUids.Length > 0 && range.First <= recentUids[^1].Last + 1)
            recentUids[^1] = new SequenceRange(Math.Min(recentUids[^1].First, range.First), Math.Max(recentUids[^1].Last, range.Last));
        else
            recentUids = [.. recentUids, range];
    }

    private void CountRecent()
    {
        int count = 0;
        foreach (var range in recentUids)
        {
            var places = View.PlacesOf(range);
            count += places.End - places.Start;
        }

        RecentCount = count;
    }

    private void OnHint(ChangeHint hint)
    {
        if (hint.Mailbox is { } changed && changed != Mailbox.Id)
            return;
        if (hint.Mailbox is null)
        {
            Volatile.Write(ref staleRights, 1);
            Volatile.Write(ref stale, 1);
        }

        // Hints of several nodes come by several threads.
        long before = Interlocked.Read(ref heard);
        while (hint.ModSeq.Value > before && Interlocked.CompareExchange(ref heard, hint.ModSeq.Value, before) is var now && now != before)
            before = now;
        Volatile.Read(ref idling)?.Wake();
    }

    private sealed class Sleep(SelectedMailbox selected) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref selected.idling, null);
    }
}
