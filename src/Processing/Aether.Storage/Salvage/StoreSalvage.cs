using System.Globalization;
using Aether.Storage.Blobs;
using Aether.Storage.Durability;
using Aether.Storage.Messages;

namespace Aether.Storage.Salvage;

/// <summary>
/// Brings to safety whatever a damaged store still has, as Maildir++ trees. It goes by no structure that may be broken: database
/// pages are read one by one and rows known by their shape, frames in segments by their heads. It changes nothing in the store.
/// </summary>
public sealed class StoreSalvage
{
    private const string LostAndFound = "lost+found";

    private readonly HostDisk disk = HostDisk.Instance;
    private readonly string data;
    private readonly MaildirWriter output;
    private readonly Dictionary<int, IDiskFile?> segments = [];
    private long messages;
    private long octets;
    private long found;
    private long unreadable;

    private StoreSalvage(string data, string target)
    {
        this.data = data;
        output = new MaildirWriter(target);
    }

    /// <summary>Exports all that is readable.</summary>
    /// <param name="data">The data folder; no server may be running on it.</param>
    /// <param name="database">File name of the database in it.</param>
    /// <param name="target">A folder that does not exist yet.</param>
    /// <exception cref="StoreOpenException">A server holds the data folder.</exception>
    /// <exception cref="IOException">The target can't be written.</exception>
    public static SalvageReport Run(string data, string database, string target, CancellationToken ct)
    {
        if (Directory.Exists(target) || File.Exists(target))
            throw new IOException($"{target} exists already.");
        using var held = DataFolder.Take(HostDisk.Instance, data);
        Directory.CreateDirectory(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new StoreSalvage(held.Root, target).Run(database, ct);
    }

    private SalvageReport Run(string database, CancellationToken ct)
    {
        using var file = disk.OpenRead(Path.Combine(data, database));
        using var log = disk.OpenRead(Path.Combine(data, database + "-wal"));
        try
        {
            var pages = new DatabaseRows(new DatabasePages(file, log));
            var rows = new SalvagedRows(pages);
            var seen = new HashSet<long>();
            foreach (var email in rows.Emails)
            {
                ct.ThrowIfCancellationRequested();
                if (seen.Add(email.Id))
                    SaveEmail(rows, email);
            }
            foreach (var (blob, size) in rows.Strays)
                SaveStray(ReadBody(rows, blob, size) ?? []);
            SaveStrays(rows, ct);
            return new SalvageReport(rows.Accounts.Count, rows.MailboxCount, messages, octets, found, unreadable, pages.Bad);
        }
        finally
        {
            foreach (var segment in segments.Values)
                segment?.Dispose();
        }
    }

    private void SaveEmail(SalvagedRows rows, DatabaseRow email)
    {
        List<(MailboxId Mailbox, Uid Uid)> places;
        try
        {
            places = Places.Unpack(rows.PlacesOf(email));
        }
        catch (InvalidDataException)
        {
            places = [];
        }
        if (ReadBody(rows, email.Long(2), email.Long(3)) is not { } body)
        {
            unreadable++;
            return;
        }
        string account = rows.Accounts.GetValueOrDefault(email.Long(1)) ?? $"account-{email.Long(1)}";
        foreach (var (mailbox, uid) in places)
        {
            var (flags, date) = rows.Message(mailbox.Value, uid.Value);
            output.Write(account, rows.PathOf(mailbox.Value), Name(email.Id, uid.Value), flags, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(date, 0, uint.MaxValue)), [email.Octets(6), .. body]);
            messages++;
        }
        octets += body.Sum(piece => (long)piece.Length);
    }

    /// <returns>Null: some of it is damaged or gone.</returns>
    private List<ReadOnlyMemory<byte>>? ReadBody(SalvagedRows rows, long id, long size)
    {
        if (rows.Blob(id) is not { } blob)
            return rows.Inline(id) is { } bare && TryExpand(bare, size) is { } whole ? [whole] : null;
        var pieces = new List<ReadOnlyMemory<byte>>();
        foreach (var frame in blob.Frames)
        {
            byte[]? stored = blob.Place is BlobPlace.Inline ? rows.Inline(id) : ReadStored(blob.Segment, frame);
            byte[] expanded = new byte[frame.Length];
            if (stored is null || !FrameCompression.TryExpand(frame, stored, expanded))
                return null;
            pieces.Add(expanded);
        }
        return pieces.Sum(piece => (long)piece.Length) == blob.Size ? pieces : null;
    }

    private byte[]? ReadStored(int segment, Frame frame)
    {
        byte[] stored = new byte[frame.Stored];
        return Segment(segment)?.Read(stored, frame.Offset) == stored.Length ? stored : null;
    }

    /// <summary>Octets whose row is gone: whether they are compressed they say themselves.</summary>
    private static byte[]? TryExpand(byte[] stored, long size)
    {
        if (stored.Length == size)
            return stored;
        if (size is < 0 or > Frame.MaxLength)
            return null;
        byte[] octets = new byte[size];
        return FrameCompression.TryExpandUnchecked(stored, octets) ? octets : null;
    }

    /// <summary>Frames in segments that no row refers to: one that begins like a message is one, and full frames go on in the next that does not.</summary>
    private void SaveStrays(SalvagedRows rows, CancellationToken ct)
    {
        var known = rows.Frames.ToHashSet();
        bool trusted = rows.Accounts.Count > 0 && known.Count > 0;
        string folder = Path.Combine(data, "segments");
        if (trusted || !Directory.Exists(folder))
            return; // with its rows there, what they do not refer to was given up or deleted
        foreach (string path in disk.List(folder).Order(StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            using var segment = disk.OpenRead(path);
            if (segment is null)
                continue;
            var message = new List<ReadOnlyMemory<byte>>();
            foreach (var (_, frame) in SegmentScan.Frames(segment))
            {
                if (BeginsMessage(frame) || message.Count == 0 || message[^1].Length < Frame.MaxLength)
                {
                    SaveStray(message);
                    message.Clear();
                }
                message.Add(frame);
            }
            SaveStray(message);
        }
    }

    private void SaveStray(List<ReadOnlyMemory<byte>> message)
    {
        if (message.Count == 0)
            return;
        output.Write(LostAndFound, [Mailboxes.Mailbox.Inbox], Name(++found, 0), 0, DateTimeOffset.UnixEpoch, message);
    }

    /// <summary>A field name and a colon come first. RFC 5322 §2.2.</summary>
    private static bool BeginsMessage(ReadOnlySpan<byte> octets)
    {
        int colon = octets[..Math.Min(octets.Length, 80)].IndexOf((byte)':');
        return colon > 0 && !octets[..colon].ContainsAnyExceptInRange((byte)33, (byte)126);
    }

    private static string Name(long id, uint uid) => string.Create(CultureInfo.InvariantCulture, $"{id}_{uid}");

    private IDiskFile? Segment(int number)
    {
        if (!segments.TryGetValue(number, out var file))
            segments.Add(number, file = disk.OpenRead(Path.Combine(data, "segments", number.ToString("D8", CultureInfo.InvariantCulture) + ".seg")));
        return file;
    }
}
