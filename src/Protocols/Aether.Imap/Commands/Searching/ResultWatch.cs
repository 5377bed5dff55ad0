using System.Globalization;
using System.Text;
using Aether.Imap.Selected;
using Aether.Imap.Session;
using Aether.Protocol.Imap;
using Aether.Storage;

namespace Aether.Imap.Commands.Searching;

/// <summary>
/// One search whose result is kept up to date: what changes of it is told as ADDTO and REMOVEFROM. Only messages that came or changed
/// are looked at again. A plain search needs no places (they are 0), a sorted one does. RFC 5267 §4.3.
/// </summary>
internal sealed class ResultWatch
{
    /// <summary>Pairs in one response; the rest follows in further ones.</summary>
    private const int MostPairs = 200;

    private readonly ImapSession session;
    private readonly CommandInput input;
    private readonly SearchArguments arguments;
    private readonly IResultOrder? order;
    private readonly List<Uid> uids;

    /// <param name="order">Null: by UID, which is the order of the view.</param>
    /// <param name="found">Places in the view, in the order of the result.</param>
    public ResultWatch(ImapSession session, CommandInput input, SearchArguments arguments, IResultOrder? order, List<int> found)
    {
        this.session = session;
        this.arguments = arguments;
        this.order = order;
        this.input = input with { Arguments = default, Tag = input.Tag.ToArray() };
        Tag = Encoding.ASCII.GetString(input.Tag.Span);
        uids = found.ConvertAll(index => View[index].Uid);
    }

    public string Tag { get; }

    public int Count => uids.Count;

    /// <summary>
    /// Its answer hangs on nothing but the messages: neither on numbers that change with each EXPUNGE, nor on what $ stands for, nor on the clock, nor on
    /// how well words fit.
    /// </summary>
    public bool CanFollow => !arguments.HasFuzzy && !arguments.Program.Any(static key =>
        key.Kind is SearchKeyKind.SequenceNumbers or SearchKeyKind.Older or SearchKeyKind.Younger or SearchKeyKind.Annotation || key.Set == SequenceSet.Saved);

    private MailboxView View => session.Selected!.View;

    /// <summary>RFC 5267 §4.3.1: the search was done, but of its changes nothing will be told.</summary>
    public void TellNoUpdate() => session.Responses.Untagged($"NO [NOUPDATE \"{Tag}\"] Changes of this search are not told.");

    /// <summary>Takes messages out that go.</summary>
    /// <param name="gone">Ascending.</param>
    public void Remove(IReadOnlyList<Uid> gone)
    {
        if (order is not null)
            WriteEach("REMOVEFROM", [.. gone.Select(uid => (Uid: uid, Place: TakeOut(uid))).Where(static pair => pair.Place > 0)]);
        else
            WriteAll("REMOVEFROM", [.. gone.Where(uid => TakeOut(uid) > 0)]);
    }

    /// <summary>Looks again at messages that came or changed.</summary>
    /// <returns>False when it could not be told in time.</returns>
    public async ValueTask<bool> TryFollowAsync(IReadOnlyList<Uid> changed, CancellationToken ct)
    {
        List<int> places = [.. changed.Select(View.IndexOf).Where(static index => index >= 0).Order()];
        var program = SearchProgram.Prepare(arguments, session.Selected!, session.Shared.Clock.GetUtcNow());
        if (await SearchRun.FindAsync(session, session.Selected!, program, input.Tag, ct, places) is not { } found)
            return false;

        var now = found.Select(index => View[index].Uid).ToHashSet();
        var was = places.Select(index => View[index].Uid).Where(IsIn).ToHashSet();
        bool moves = order is { FollowsChanges: true };
        Remove([.. was.Where(uid => moves || !now.Contains(uid)).Order()]);
        var coming = found.Where(index => moves || !was.Contains(View[index].Uid)).ToList();
        if (order is null)
            Add(coming);
        else
            await AddAsync(coming, order, ct);
        return true;
    }

    private bool IsIn(Uid uid) => order is null ? uids.BinarySearch(uid) >= 0 : uids.Contains(uid);

    /// <returns>Its place, from 1 on; 0 when it was not in.</returns>
    private int TakeOut(Uid uid)
    {
        int place = order is null ? uids.BinarySearch(uid) : uids.IndexOf(uid);
        if (place < 0)
            return 0;
        uids.RemoveAt(place);
        return place + 1;
    }

    private void Add(List<int> coming)
    {
        foreach (int index in coming)
            uids.Insert(~uids.BinarySearch(View[index].Uid), View[index].Uid);
        WriteAll("ADDTO", coming.ConvertAll(index => View[index].Uid));
    }

    private async ValueTask AddAsync(List<int> coming, IResultOrder sorted, CancellationToken ct)
    {
        var added = new List<(Uid, int)>();
        foreach (int index in coming)
        {
            int place = await sorted.PlaceAsync(index, new PlacesOf(View, uids), ct);
            uids.Insert(place, View[index].Uid);
            added.Add((View[index].Uid, place + 1));
        }

        WriteEach("ADDTO", added);
    }

    /// <summary>All at place 0: the client knows the order. RFC 5267 §4.3.3.</summary>
    private void WriteAll(string word, List<Uid> changed)
    {
        if (changed.Count > 0)
            Write($"{word} (0 {SequenceSet.Format([.. changed.Select(NumberOf)])})");
    }

    /// <summary>Each at the place that it has when those before it are done.</summary>
    private void WriteEach(string word, List<(Uid Uid, int Place)> changed)
    {
        foreach (var some in changed.Chunk(MostPairs))
            Write($"{word} ({string.Join(' ', some.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Place} {NumberOf(pair.Uid)}")))})");
    }

    private void Write(string changes) =>
        session.Responses.Untagged($"ESEARCH (TAG \"{Tag}\"){(input.Numbering is Numbering.Uid ? " UID" : string.Empty)} {changes}");

    private uint NumberOf(Uid uid) => input.Numbering is Numbering.Uid ? uid.Value : (uint)View.IndexOf(uid) + 1;

    /// <summary>The places in a view of messages named by UID, looked up one by one.</summary>
    private sealed class PlacesOf(MailboxView view, List<Uid> uids) : IReadOnlyList<int>
    {
        public int Count => uids.Count;

        public int this[int index] => view.IndexOf(uids[index]);

        public IEnumerator<int> GetEnumerator() => uids.Select(view.IndexOf).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
