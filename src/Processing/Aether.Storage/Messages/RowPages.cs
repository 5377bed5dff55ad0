using System.Collections;

namespace Aether.Storage.Messages;

/// <summary>
/// The rows of a mailbox by UID, in pages. Forks share their pages, and copy one only when they change it: so many sessions
/// have a large mailbox open for the price of one, and a change costs the same whatever the size.
/// </summary>
/// <remarks>Any number of threads may read and fork; only one may change a fork, and nobody else reads that one meanwhile.</remarks>
public sealed class RowPages : IReadOnlyList<MessageRow>
{
    /// <summary>Most rows of a page.</summary>
    internal const int PageRows = 512;

    private const int Shift = 9;

    /// <summary>Where this was forked from, which lives as long: <see cref="RowCache"/> sees by it that somebody has a large mailbox open.</summary>
    private readonly RowPages? origin;

    /// <summary>No page is empty; only the last may have room behind its rows.</summary>
    private RowPage[] pages;

    /// <summary>The place of the first row of each page, and behind them how many rows there are.</summary>
    private int[] starts;

    private int pageCount;

    /// <summary>Which pages nobody else has; null: nor is the table of pages ours.</summary>
    private bool[]? owned;

    /// <summary>All pages but the last are full, so that a place tells its page.</summary>
    private bool isRegular = true;

    public RowPages()
    {
        pages = [];
        starts = [0];
    }

    private RowPages(RowPages rows, RowPages? origin)
    {
        this.origin = origin;
        (pages, starts, pageCount, isRegular) = (rows.pages, rows.starts, rows.pageCount, rows.isRegular);
    }

    /// <summary>None.</summary>
    public static RowPages Empty { get; } = new();

    public int Count => starts[pageCount];

    internal int PageCount => pageCount;

    public ref readonly MessageRow this[int index] => ref Row(index);

    MessageRow IReadOnlyList<MessageRow>.this[int index] => Row(index);

    /// <param name="rows">By UID.</param>
    public static RowPages Of(IEnumerable<MessageRow> rows)
    {
        var pages = new RowPages();
        foreach (var row in rows)
            pages.Append(row);
        return pages;
    }

    /// <summary>The same rows, to be changed without this one's changing. This one must not change at that moment.</summary>
    public RowPages Fork()
    {
        owned = null;
        return new RowPages(this, origin: this);
    }

    /// <summary>These rows as they are after a change. This one stays as it is.</summary>
    /// <param name="changed">New and changed rows, by UID.</param>
    /// <param name="vanished">UIDs that are gone, ascending; a row that is among the changed ones too is there.</param>
    internal RowPages After(IReadOnlyList<MessageRow> changed, IReadOnlyList<Uid> vanished)
    {
        owned = null;
        var after = new RowPages(this, origin: null);
        after.Remove(vanished);
        after.Merge(changed);
        return after;
    }

    /// <summary>The place of the first row whose UID is not below <paramref name="uid"/>.</summary>
    public int FirstAtOrAbove(uint uid)
    {
        int page = PageOf(uid);
        var rows = Page(page);
        int low = 0;
        int high = rows.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows[middle].Uid.Value < uid)
                low = middle + 1;
            else
                high = middle;
        }

        return starts[page] + low;
    }

    /// <summary>The place of a message, or a negative number.</summary>
    public int IndexOf(Uid uid)
    {
        int index = FirstAtOrAbove(uid.Value);
        return index < Count && Row(index).Uid == uid ? index : -1;
    }

    /// <summary>The rows at these places.</summary>
    public MessageRow[] Copy(int start, int end)
    {
        var copy = new MessageRow[end - start];
        for (int at = start; at < end;)
        {
            var rows = From(at, end - at);
            rows.CopyTo(copy.AsSpan(at - start));
            at += rows.Length;
        }

        return copy;
    }

    /// <summary>The rows from a place on as far as they lie together, so many at most.</summary>
    public ReadOnlySpan<MessageRow> From(int index, int most)
    {
        int page = PageAt(index);
        var rows = Page(page)[(index - starts[page])..];
        return rows.Length > most ? rows[..most] : rows;
    }

    /// <summary>The same, without keeping what had to be read for it.</summary>
    /// <param name="look">Has room for a page.</param>
    internal ReadOnlySpan<MessageRow> From(int index, int most, RowLook look)
    {
        int page = PageAt(index);
        var rows = pages[page].Look(look).AsSpan(0, starts[page + 1] - starts[page])[(index - starts[page])..];
        return rows.Length > most ? rows[..most] : rows;
    }

    /// <summary>Puts another row in a place; the UID stays.</summary>
    public void Set(int index, MessageRow row)
    {
        int page = PageAt(index);
        Own(page);
        pages[page].Rows[index - starts[page]] = row;
    }

    /// <summary>Adds a row behind all others.</summary>
    public void Append(MessageRow row)
    {
        OwnTable();
        int last = pageCount - 1;
        if (last < 0 || starts[pageCount] - starts[last] >= PageRows)
        {
            AddPage(new RowPage(new MessageRow[4]), 0);
            last = pageCount - 1;
            owned![last] = true;
        }

        int at = starts[pageCount] - starts[last];
        Own(last, room: at + 1);
        pages[last].Rows[at] = row;
        starts[pageCount]++;
    }

    /// <summary>Takes rows away.</summary>
    /// <param name="uids">Ascending; those that are not there are passed over.</param>
    public void Remove(IReadOnlyList<Uid> uids)
    {
        if (uids.Count is 0 || Count is 0)
            return;
        var old = new RowPages(this, origin: null);
        Clear();
        int next = 0;
        for (int page = 0; page < old.pageCount; page++)
        {
            while (next < uids.Count && uids[next].Value < old.pages[page].FirstUid)
                next++;
            int length = old.starts[page + 1] - old.starts[page];
            if (next == uids.Count || (page < old.pageCount - 1 && uids[next].Value >= old.pages[page + 1].FirstUid))
                AddPage(old.pages[page], length);
            else if (Without(old.Page(page), uids, ref next) is { Length: > 0 } kept)
                AddPage(kept.Length == length ? old.pages[page] : new RowPage(kept), kept.Length);
        }

        Straighten();
    }

    /// <summary>Adds rows, or puts them in the place of those with their UIDs.</summary>
    private void Merge(IReadOnlyList<MessageRow> changed)
    {
        for (int i = 0; i < changed.Count; i++)
        {
            var row = changed[i];
            if (Count is 0 || row.Uid > Row(Count - 1).Uid)
            {
                Append(row);
            }
            else if (IndexOf(row.Uid) is var index && index >= 0)
            {
                Set(index, row);
            }
            else
            {
                Insert(changed, i); // rare: a row that came to light later than one behind it
                return;
            }
        }
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<MessageRow> IEnumerable<MessageRow>.GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return Row(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<MessageRow>)this).GetEnumerator();

    internal ReadOnlySpan<MessageRow> Page(int page) => page < pageCount ? pages[page].Rows.AsSpan(0, starts[page + 1] - starts[page]) : default;

    /// <summary>A page, without keeping what had to be read for it.</summary>
    internal ReadOnlySpan<MessageRow> Peek(int page) => pages[page].Peek().AsSpan(0, starts[page + 1] - starts[page]);

    /// <summary>Adds a whole page.</summary>
    internal void AppendPage(RowPage page, int count)
    {
        OwnTable();
        AddPage(page, count);
    }

    private static MessageRow[] Without(ReadOnlySpan<MessageRow> rows, IReadOnlyList<Uid> uids, ref int next)
    {
        var kept = new MessageRow[rows.Length];
        int count = 0;
        foreach (ref readonly var row in rows)
        {
            while (next < uids.Count && uids[next] < row.Uid)
                next++;
            if (next == uids.Count || uids[next] != row.Uid)
                kept[count++] = row;
        }

        Array.Resize(ref kept, count);
        return kept;
    }

    private ref MessageRow Row(int index)
    {
        int page = PageAt(index);
        return ref pages[page].Rows[index - starts[page]];
    }

    private int PageAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)starts[pageCount], nameof(index));
        if (isRegular)
            return index >> Shift;
        int page = Array.BinarySearch(starts, 0, pageCount, index);
        return page >= 0 ? page : ~page - 1;
    }

    /// <summary>The page that would hold a UID: the last one that does not begin behind it.</summary>
    private int PageOf(uint uid)
    {
        int low = 0;
        int high = pageCount;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (pages[middle].FirstUid <= uid)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Max(0, low - 1);
    }

    /// <summary>Rows between others: everything is laid out anew.</summary>
    private void Insert(IReadOnlyList<MessageRow> changed, int from)
    {
        var old = new RowPages(this, origin: null);
        Clear();
        foreach (ref readonly var row in old)
        {
            while (from < changed.Count && changed[from].Uid < row.Uid)
                Append(changed[from++]);
            Append(from < changed.Count && changed[from].Uid == row.Uid ? changed[from++] : row);
        }

        while (from < changed.Count)
            Append(changed[from++]);
    }

    /// <summary>Lays the pages out anew when many have become small.</summary>
    private void Straighten()
    {
        isRegular = true;
        for (int page = 0; page < pageCount - 1; page++)
            isRegular &= starts[page + 1] - starts[page] == PageRows;
        if (pageCount <= (2 * (Count / PageRows)) + 2)
            return;
        var old = new RowPages(this, origin: null);
        Clear();
        foreach (ref readonly var row in old)
            Append(row);
    }

    private void Clear() => (pages, starts, pageCount, owned, isRegular) = ([], [0], 0, [], true);

    private void AddPage(RowPage page, int count)
    {
        if (pageCount > 0)
            isRegular &= starts[pageCount] - starts[pageCount - 1] == PageRows;
        if (pageCount == pages.Length || starts.Length < pageCount + 2)
        {
            int room = Math.Max(4, pageCount * 2);
            Array.Resize(ref pages, room);
            Array.Resize(ref starts, room + 1);
            Array.Resize(ref owned, room);
        }

        pages[pageCount] = page;
        owned![pageCount] = false;
        starts[pageCount + 1] = starts[pageCount] + count;
        pageCount++;
    }

    private void OwnTable()
    {
        if (owned is not null)
            return;
        (pages, starts) = ([.. pages], [.. starts]);
        owned = new bool[pages.Length];
    }

    /// <param name="room">Rows that the page must have room for.</param>
    private void Own(int page, int room = 0)
    {
        OwnTable();
        var rows = pages[page].Rows;
        if (owned![page] && rows.Length >= room)
            return;
        int length = rows.Length >= room ? rows.Length : Math.Min(PageRows, Math.Max(room, rows.Length * 2));
        var mine = new MessageRow[length];
        Page(page).CopyTo(mine);
        pages[page] = new RowPage(mine);
        owned[page] = true;
    }

    /// <summary>Goes over the rows without copying them.</summary>
    public ref struct Enumerator
    {
        private readonly RowPages rows;
        private ReadOnlySpan<MessageRow> page;
        private int pageAt;
        private int at;

        internal Enumerator(RowPages rows)
        {
            this.rows = rows;
            page = rows.Page(0);
            at = -1;
        }

        public readonly ref readonly MessageRow Current => ref page[at];

        public bool MoveNext()
        {
            if (++at < page.Length)
                return true;
            if (++pageAt >= rows.pageCount)
                return false;
            page = rows.Page(pageAt);
            at = 0;
            return true;
        }
    }
}
