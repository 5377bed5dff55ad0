using Aether.Protocol.Imap;
using Aether.Storage;
using Aether.Storage.Messages;

namespace Aether.Imap.Selected;

/// <summary>
/// The messages of the open mailbox as this client knows them: the one owner of message numbers. They change only by
/// <see cref="Append"/> and <see cref="TakeExpunged"/>, when the client may be told. RFC 3501 §2.3.1.2, §7.4.1.
/// </summary>
internal sealed class MailboxView
{
    private readonly HashSet<uint> expunged = [];
    private MessageRow[] rows;
    private bool isShared;

    /// <param name="initial">By UID. Others read it too: it is copied before the first change.</param>
    public MailboxView(MessageRow[] initial)
    {
        rows = initial;
        isShared = true;
        Count = rows.Length;
    }

    public static MailboxView Empty => new([]);

    /// <summary>EXISTS as the client knows it.</summary>
    public int Count { get; private set; }

    public Uid HighestUid => Count is 0 ? default : rows[Count - 1].Uid;

    public bool HasExpunged => expunged.Count > 0;

    public ReadOnlySpan<MessageRow> Rows => rows.AsSpan(0, Count);

    public MessageRow this[int index] => rows[index];

    /// <summary>What the last search with RETURN (SAVE) found, ascending; what is expunged since is passed over. RFC 5182 §2.1.</summary>
    public IReadOnlyList<Uid> Saved { get; set; } = [];

    /// <summary>The place of a message, or a negative number.</summary>
    public int IndexOf(Uid uid)
    {
        int index = FirstAtOrAbove(uid.Value);
        return index < Count && rows[index].Uid == uid ? index : -1;
    }

    /// <summary>Which places a set names; null when it names a message number that does not exist. RFC 3501 §9 seq-number.</summary>
    public List<IndexRange>? Resolve(SequenceSet set, Numbering numbering)
    {
        var found = new List<IndexRange>();
        if (Count is 0)
            return found;
        if (set == SequenceSet.Saved)
            return SavedPlaces();
        foreach (var range in set.Resolve(numbering is Numbering.Uid ? HighestUid.Value : (uint)Count))
        {
            if (numbering is Numbering.Sequence && range.Last > (uint)Count)
                return null;
            var places = numbering is Numbering.Sequence
                ? new IndexRange((int)range.First - 1, (int)range.Last)
                : PlacesOf(range);
            if (places.Start < places.End)
                found.Add(places);
        }

        return found;
    }

    /// <summary>The UIDs that a set names, as rising ranges.</summary>
    public SequenceRange[] ResolveUids(SequenceSet set) =>
        set == SequenceSet.Saved ? [.. Saved.Select(static uid => new SequenceRange(uid.Value, uid.Value))] : set.Resolve(HighestUid.Value);

    private List<IndexRange> SavedPlaces()
    {
        var found = new List<IndexRange>();
        foreach (var uid in Saved)
        {
            int index = IndexOf(uid);
            if (index < 0)
                continue;
            if (found.Count > 0 && found[^1].End == index)
                found[^1] = found[^1] with { End = index + 1 };
            else
                found.Add(new IndexRange(index, index + 1));
        }

        return found;
    }

    /// <summary>The places of the UIDs in a range.</summary>
    public IndexRange PlacesOf(SequenceRange uids) =>
        new(FirstAtOrAbove(uids.First), uids.Last is uint.MaxValue ? Count : FirstAtOrAbove(uids.Last + 1));

    /// <summary>The UIDs at those places.</summary>
    public List<Uid> UidsAt(List<IndexRange> places)
    {
        var uids = new List<Uid>();
        foreach (var (start, end) in places)
        {
            foreach (var row in Rows[start..end])
                uids.Add(row.Uid);
        }

        return uids;
    }

    /// <summary>Takes over flags; false when they are as known.</summary>
    public bool TrySetFlags(int index, long flags, ModSeq modSeq)
    {
        Own();
        bool differs = rows[index].Flags != flags;
        rows[index] = rows[index] with { Flags = flags, ModSeq = modSeq };
        return differs;
    }

    /// <summary>Adds a message behind all others.</summary>
    public void Append(MessageRow row)
    {
        Own();
        if (Count == rows.Length)
            Array.Resize(ref rows, Math.Max(16, Count * 2));
        rows[Count++] = row;
    }

    /// <summary>Notes that a message is gone; its number stays until the client may be told.</summary>
    public void Expunge(Uid uid)
    {
        if (IndexOf(uid) >= 0)
            expunged.Add(uid.Value);
    }

    /// <summary>Removes what is gone, and gives the numbers to announce one after the other: each counts without those before it.</summary>
    public List<int> TakeExpunged()
    {
        Own();
        var numbers = new List<int>(expunged.Count);
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (expunged.Contains(rows[i].Uid.Value))
                numbers.Add(kept + 1);
            else
                rows[kept++] = rows[i];
        }

        Count = kept;
        expunged.Clear();
        return numbers;
    }

    private void Own()
    {
        if (isShared)
            rows = [.. Rows];
        isShared = false;
    }

    private int FirstAtOrAbove(uint uid)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (rows[middle].Uid.Value < uid)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
