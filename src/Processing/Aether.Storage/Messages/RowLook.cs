namespace Aether.Storage.Messages;

/// <summary>
/// Goes over the rows of a mailbox, in any order but best by place, without keeping those that lie in a file: to look at all of a large mailbox once
/// takes the memory of a page. One thread at a time; what was got is good until the next call.
/// </summary>
public sealed class RowLook(RowPages rows)
{
    private MessageRow[] room = [];
    private RowPage? read;

    public ref readonly MessageRow this[int index] => ref From(index, 1)[0];

    /// <summary>The rows from a place on as far as they lie together, so many at most.</summary>
    /// <exception cref="IOException">The file can't be read any more.</exception>
    public ReadOnlySpan<MessageRow> From(int index, int most) => rows.From(index, most, this);

    /// <summary>The rows of a page of the file.</summary>
    internal MessageRow[] Read(RowPage page)
    {
        if (read == page)
            return room;
        if (room.Length is 0)
            room = new MessageRow[RowPages.PageRows];
        read = null; // half read is none
        page.CopyTo(room);
        read = page;
        return room;
    }
}
