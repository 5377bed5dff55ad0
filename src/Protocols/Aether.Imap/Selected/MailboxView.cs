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
    private SortedSet<uint>? expunged; // null: none
    private readonly RowPages rows;

    /// <param name="initial">By UID. Others have them too: the view changes a fork.</param>
    public MailboxView(RowPages initial) => rows = initial.Fork();

    public static MailboxView Empty => new(RowPages.Empty);

    /// <summary>EXISTS as the client knows it.</summary>
    public int Count => rows.Count;

    public Uid HighestUid => Count is 0 ? default : rows[Count - 1].Uid;

    public bool HasExpunged => expunged is not null;

    /// <summary>To be read only: the view changes them.</summary>
    public RowPages Rows => rows;

    /// <summary>To go over many messages, by rising places, without keeping in memory what is not there yet.</summary>
    public RowLook Look() => new(rows);

    public ref readonly MessageRow this[int index] => ref rows[index];

    /// <summary>What the last search with RETURN (SAVE) found, ascending; what is expunged since is passed over. RFC 5182 §2.1.</summary>
    public IReadOnlyList<Uid> Saved { get; set; } = [];

    /// <summary>The place of a message, or a negative number.</summary>
    public int IndexOf(Uid uid) => rows.IndexOf(uid);

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
        new(rows.FirstAtOrAbove(uids.First), uids.Last is uint.MaxValue ? Count : rows.FirstAtOrAbove(uids.Last + 1));

    /// <summary>The UIDs at those places.</summary>
    public Uid[] UidsAt(List<IndexRange> places)
    {
        int count = 0;
        foreach (var (start, end) in places)
            count += end - start;
        var uids = new Uid[count];
        int next = 0;
        foreach (var (start, end) in places)
        {
            for (int i = start; i < end; i++)
                uids[next++] = rows[i].Uid;
        }

        return uids;
    }

    /// <summary>Takes over flags; false when they are as known.</summary>
    public bool TrySetFlags(int index, long flags, ModSeq modSeq)
    {
        var row = rows[index];
        rows.Set(index, row with { Flags = flags, ModSeq = modSeq });
        return row.Flags != flags;
    }

    /// <summary>Adds a message behind all others.</summary>
    public void Append(MessageRow row) => rows.Append(row);

    /// <summary>Notes that a message is gone; its number stays until the client may be told.</summary>
    public void Expunge(Uid uid)
    {
        if (IndexOf(uid) >= 0)
            (expunged ??= []).Add(uid.Value);
    }

    /// <summary>What is gone and was not announced yet, ascending.</summary>
    public List<Uid> ExpungedUids() => [.. (expunged ?? []).Select(static uid => new Uid(uid))];

    /// <summary>Removes what is gone, and gives the numbers to announce one after the other: each counts without those before it.</summary>
    /// <param name="uids">Gets their UIDs, ascending.</param>
    public List<int> TakeExpunged(List<uint>? uids = null)
    {
        if (expunged is null)
            return [];
        var numbers = new List<int>(expunged.Count);
        foreach (uint uid in expunged)
            numbers.Add(rows.IndexOf(new Uid(uid)) + 1 - numbers.Count);
        uids?.AddRange(expunged);
        rows.Remove([.. expunged.Select(static uid => new Uid(uid))]);
        expunged = null;
        return numbers;
    }
}
