namespace Aether.Storage.Messages;

/// <summary>
/// Rows of neighbours, shared by all forks that did not change them. Those of a file are read when somebody first looks at them: so
/// the largest mailbox opens at once, and takes the memory of what was looked at.
/// </summary>
internal sealed class RowPage
{
    private readonly RowFilePages? file;
    private readonly int place;
    private readonly uint firstUid;
    private MessageRow[]? rows;

    /// <param name="rows">By UID; there may be room behind them.</param>
    public RowPage(MessageRow[] rows) => this.rows = rows;

    /// <param name="file">Has the rows.</param>
    /// <param name="place">Of the page in the file.</param>
    /// <param name="firstUid">What its first row is.</param>
    public RowPage(RowFilePages file, int place, uint firstUid) => (this.file, this.place, this.firstUid) = (file, place, firstUid);

    /// <summary>Tells it without reading.</summary>
    public uint FirstUid => rows is { } known ? known[0].Uid.Value : firstUid;

    /// <exception cref="IOException">The file can't be read any more.</exception>
    public MessageRow[] Rows => rows ?? Load();

    /// <summary>The rows, without keeping what had to be read.</summary>
    /// <exception cref="IOException">The file can't be read any more.</exception>
    public MessageRow[] Peek() => rows ?? file!.Read(place);

    /// <summary>The rows if they are in memory, else those that <paramref name="look"/> has room for.</summary>
    /// <exception cref="IOException">The file can't be read any more.</exception>
    public MessageRow[] Look(RowLook look) => rows ?? look.Read(this);

    /// <summary>Reads the rows from the file.</summary>
    /// <exception cref="IOException">The file can't be read any more.</exception>
    public void CopyTo(MessageRow[] room) => file!.Read(place, room);

    private MessageRow[] Load()
    {
        var read = file!.Read(place);
        return Interlocked.CompareExchange(ref rows, read, null) ?? read;
    }
}
