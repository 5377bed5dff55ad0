using Aether.Storage.Blobs;

namespace Aether.Storage.Salvage;

/// <summary>What the rows of a damaged database still tell. Each is known by its shape, for the table of tables may be gone too.</summary>
internal sealed class SalvagedRows
{
    private const int HashLength = 32;

    private readonly DatabaseRows rows;
    private readonly Dictionary<long, (long Parent, string Name)> mailboxes = [];
    private readonly Dictionary<long, (long Size, BlobPlace Place, int Segment, Frame[] Frames)> blobs = [];
    private readonly HashSet<long> owned = [];
    private readonly HashSet<long> wanted = [];
    private readonly Dictionary<long, RowPlace> inline = [];
    private readonly List<RowPlace> emails = [];
    private readonly Dictionary<long, byte[]> moved = [];
    private readonly Dictionary<(long Mailbox, uint Uid), (long Flags, long Date)> messages = [];

    public SalvagedRows(DatabaseRows rows)
    {
        this.rows = rows;
        foreach (var (place, row) in rows.ReadAll())
            Take(place, row);
    }

    public Dictionary<long, string> Accounts { get; } = [];

    public int MailboxCount => mailboxes.Count;

    /// <summary>Emails that are in a mailbox, read again one by one.</summary>
    public IEnumerable<DatabaseRow> Emails => emails.Select(rows.Read).OfType<DatabaseRow>().Where(email => PlacesOf(email).Length > 0);

    /// <summary>All frames in segments that a row refers to.</summary>
    public IEnumerable<(int Segment, long Offset)> Frames => blobs.Values.Where(blob => blob.Place is BlobPlace.Segment).SelectMany(blob => blob.Frames.Select(frame => (blob.Segment, frame.Offset)));

    public (long Size, BlobPlace Place, int Segment, Frame[] Frames)? Blob(long id) => blobs.TryGetValue(id, out var blob) ? blob : null;

    /// <summary>Bodies that something refers to, while no row is left that says what: their sizes by id.</summary>
    public IEnumerable<(long Blob, long Size)> Strays => wanted.Where(id => !owned.Contains(id)).Select(id => (id, blobs[id].Size));

    /// <summary>Octets as stored in the database.</summary>
    public byte[]? Inline(long id) => inline.TryGetValue(id, out var place) ? rows.Read(place)?.Octets(1) : null;

    public (long Flags, long Date) Message(long mailbox, uint uid) => messages.GetValueOrDefault((mailbox, uid));

    /// <summary>Where an email is, packed. One that is in no mailbox any more was deleted, and only waits for the sweeper.</summary>
    public byte[] PlacesOf(DatabaseRow email) => moved.GetValueOrDefault(email.Id) ?? email.Octets(5) ?? [];

    /// <summary>The levels of a mailbox's name.</summary>
    public List<string> PathOf(long mailbox)
    {
        var levels = new List<string>();
        for (long id = mailbox; mailboxes.TryGetValue(id, out var row) && levels.Count < Mailboxes.MailboxName.MaxLevels; id = row.Parent)
            levels.Insert(0, row.Name);
        return levels.Count > 0 ? levels : [$"mailbox-{mailbox}"];
    }

    private void Take(RowPlace place, DatabaseRow row)
    {
        if (!row.IsTable)
            TakeNarrow(row);
        else if (row.Count >= 14 && row.Text(1)?.Contains('@') == true && row.Text(2) is not null && row.Text(5) is not null)
            Accounts[row.Id] = row.Text(1)!;
        else if (row.Count >= 12 && row.IsLong(1) && row.IsLong(2) && row.Text(3) is { } name && row.IsLong(4))
            mailboxes[row.Id] = (row.Long(2), name);
        else if (row.Count >= 10 && row.IsLong(1) && row.IsLong(4) && row.Octets(5) is not null && row.Octets(6) is not null && row.Octets(9) is not null)
            TakeEmail(place, row);
        else if (row.Count >= 11 && row.Text(1) is not null && row.IsLong(2) && row.Octets(3) is not null && row.Text(5) is not null)
            owned.Add(row.Long(2)); // queued: it has been accepted, and its sender will hear
        else if (row.Count == 8 && row.Octets(1) is { Length: HashLength } && row.IsLong(4) && row.Octets(7) is { } frames)
            TakeBlob(row, frames);
        else if (row.Count == 2 && row.Values[0] is null && row.Octets(1) is not null)
            inline[row.Id] = place;
    }

    private void TakeEmail(RowPlace place, DatabaseRow row)
    {
        owned.Add(row.Long(2));
        emails.Add(place);
    }

    /// <summary>
    /// A row of the message table: nine numbers, the mailbox and the UID first, and in younger ones when it was saved. Or a number and octets: an email, and where it is since
    /// it was copied, moved or expunged.
    /// </summary>
    private void TakeNarrow(DatabaseRow row)
    {
        if (row.Count == 2 && row.IsLong(0) && row.Octets(1) is { } places)
            moved[row.Long(0)] = places;
        if (row.Count is 9 or 10 && row.Values.Take(9).All(static value => value is long) && row.Values.Skip(9).All(static value => value is long or null))
            messages[(row.Long(0), (uint)row.Long(1))] = (row.Long(6), row.Long(7));
    }

    private void TakeBlob(DatabaseRow row, byte[] frames)
    {
        try
        {
            if (row.Long(3) > 0)
                wanted.Add(row.Id);
            blobs[row.Id] = (row.Long(2), (BlobPlace)row.Long(4), (int)row.Long(5), FrameTable.Unpack(frames));
        }
        catch (InvalidDataException)
        {
            // Its octets may still be found in the segments.
        }
    }
}
