using System.Collections;
using Aether.Storage.Messages;

namespace Aether.Storage.Engines.Sqlite.Rows;

/// <summary>The messages that an operation deals with, by UID.</summary>
/// <remarks>Arrays and plain loops: code of the framework for types of ours is compiled at run time only, and slow until it was used often (docs/decisions/0027).</remarks>
/// <param name="rows">At least <paramref name="count"/>.</param>
/// <param name="count">How many there are.</param>
internal sealed class RowBatch(MessageRow[] rows, int count) : IReadOnlyList<MessageRow>
{
    public int Count => count;

    /// <summary>Octets of all.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            for (int i = 0; i < count; i++)
                bytes += rows[i].Size;
            return bytes;
        }
    }

    /// <summary>How many are not \Seen.</summary>
    public int Unseen
    {
        get
        {
            int unseen = 0;
            for (int i = 0; i < count; i++)
                unseen += (rows[i].System & SystemFlags.Seen) is SystemFlags.None ? 1 : 0;
            return unseen;
        }
    }

    public UidRanges Ranges => UidRanges.Of(Uids().AsSpan());

    public MessageRow this[int index] => rows[index];

    public Uid[] Uids()
    {
        var uids = new Uid[count];
        for (int i = 0; i < count; i++)
            uids[i] = rows[i].Uid;
        return uids;
    }

    /// <summary>For the change log.</summary>
    public (Uid Uid, EmailId Email)[] Ids()
    {
        var ids = new (Uid Uid, EmailId Email)[count];
        for (int i = 0; i < count; i++)
            (ids[i].Uid, ids[i].Email) = (rows[i].Uid, rows[i].Email);
        return ids;
    }

    /// <summary>Those of them that are wanted.</summary>
    public RowBatch Only(Predicate<MessageRow> wanted)
    {
        var some = new MessageRow[count];
        int found = 0;
        for (int i = 0; i < count; i++)
        {
            if (wanted(rows[i]))
                some[found++] = rows[i];
        }
        return new RowBatch(some, found);
    }

    public IEnumerator<MessageRow> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
            yield return rows[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
