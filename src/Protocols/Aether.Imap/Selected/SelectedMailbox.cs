using System.Text;
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
    private readonly IDisposable subscription;
    private readonly List<SequenceRange> recentUids = [];
    private MailConnection? idling;
    private ModSeq seen;
    private int stale;

    private SelectedMailbox(Mailbox mailbox, OpenMode mode, MailStore store, RecentMessages recent)
    {
        Mailbox = mailbox;
        Mode = mode;
        this.store = store;
        this.recent = recent;
        seen = mailbox.Counters.HighestModSeq;
        View = MailboxView.Empty;
        Keywords = null!;
        subscription = store.Changes.Subscribe(mailbox.Account, OnHint);
    }

    public Mailbox Mailbox { get; }

    public OpenMode Mode { get; }

    public MailboxView View { get; private set; }

    public KeywordTable Keywords { get; private set; }

    public int RecentCount { get; private set; }

    /// <summary>The mailbox itself is gone.</summary>
    public bool IsGone { get; private set; }

    public static async ValueTask<SelectedMailbox> OpenAsync(Mailbox mailbox, OpenMode mode, MailStore store, RecentMessages recent, CancellationToken ct)
    {
        var selected = new SelectedMailbox(mailbox, mode, store, recent);
        selected.Keywords = await store.Messages.KeywordsAsync(mailbox.Account, ct);
        if (await store.Messages.OpenAsync(mailbox.Account, mailbox.Id, ct) is { } opened)
        {
            selected.View = new MailboxView(opened.Rows);
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

    /// <summary>Tells the client what changed, as far as it may be told now.</summary>
    public async ValueTask ReportAsync(ResponseWriter responses, News news, CancellationToken ct)
    {
        bool arrived = false;
        if (Interlocked.Exchange(ref stale, 0) is not 0)
        {
            var changes = await store.Messages.ChangesAsync(Mailbox.Account, Mailbox.Id, seen, ct);
            seen = changes.HighestModSeq;
            IsGone = !changes.Exists;
            arrived = await ApplyAsync(responses, changes, ct);
        }

        if (news is News.All && View.HasExpunged)
            ReportExpunged(responses);
        if (arrived)
        {
            ClaimRecent();
            responses.Untagged(View.Count, "EXISTS"u8);
            responses.Untagged(RecentCount, "RECENT"u8);
        }

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

    public void WriteFlags(ResponseWriter responses, MessageRow row) => FlagNames.Write(responses.Output, row.Flags, RecencyOf(row.Uid), Keywords);

    public void Dispose() => subscription.Dispose();

    private async ValueTask<bool> ApplyAsync(ResponseWriter responses, MailboxChanges changes, CancellationToken ct)
    {
        var highest = View.HighestUid;
        foreach (var row in changes.Rows)
        {
            await EnsureKeywordsAsync(responses, row.Flags, ct);
            int index = View.IndexOf(row.Uid);
            if (index >= 0 && View.TrySetFlags(index, row.Flags, row.ModSeq))
                ReportFlags(responses, index);
            else if (index < 0 && row.Uid > highest)
                View.Append(row);
            await responses.FlushIfFullAsync(ct);
        }

        foreach (var uid in changes.Vanished)
            View.Expunge(uid);
        return View.HighestUid > highest;
    }

    private void ReportFlags(ResponseWriter responses, int index)
    {
        responses.Raw("* "u8);
        ImapString.WriteNumber(responses.Output, index + 1);
        responses.Raw(" FETCH (FLAGS "u8);
        WriteFlags(responses, View[index]);
        responses.Raw(")\r\n"u8);
    }

    private void ReportExpunged(ResponseWriter responses)
    {
        foreach (int number in View.TakeExpunged())
            responses.Untagged(number, "EXPUNGE"u8);
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
        if (recentUids.Count > 0 && range.First <= recentUids[^1].Last + 1)
            recentUids[^1] = new SequenceRange(Math.Min(recentUids[^1].First, range.First), Math.Max(recentUids[^1].Last, range.Last));
        else
            recentUids.Add(range);
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
        Volatile.Write(ref stale, 1);
        Volatile.Read(ref idling)?.Wake();
    }

    private sealed class Sleep(SelectedMailbox selected) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref selected.idling, null);
    }
}
