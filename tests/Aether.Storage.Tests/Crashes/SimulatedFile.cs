namespace Aether.Storage.Tests.Crashes;

/// <summary>A file as programs see it, and as the platter has it.</summary>
internal sealed class SimulatedFile
{
    private const int Piece = 4096;

    private readonly List<DiskEvent> unsynced = [];
    private byte[] seen = [];
    private byte[] durable = [];
    private int covered;

    /// <summary>What programs see: all that was written.</summary>
    public byte[] Seen => seen;

    /// <summary>What was synced.</summary>
    public byte[] Durable => durable;

    public void Apply(DiskEvent change)
    {
        Apply(ref seen, change);
        unsynced.Add(change);
    }

    public void Sync()
    {
        Cover();
        SyncCovered();
    }

    /// <summary>Remembers how far a sync would have reached that did not happen.</summary>
    public void Cover() => covered = unsynced.Count;

    /// <summary>Makes up for it.</summary>
    public void SyncCovered()
    {
        foreach (var change in unsynced.Take(covered))
            Apply(ref durable, change);
        unsynced.RemoveRange(0, covered);
        covered = 0;
    }

    /// <summary>What was synced, and of the rest each 4 KB piece with a chance of one half.</summary>
    public byte[] Torn(Random chance)
    {
        byte[] left = (byte[])durable.Clone();
        foreach (var change in unsynced)
        {
            if (change.Call is DiskCall.Truncate)
            {
                if (chance.Next(2) == 0)
                    Apply(ref left, change);
                continue;
            }
            for (int at = 0; at < change.Data!.Length;)
            {
                int count = (int)Math.Min(Piece - ((change.Offset + at) % Piece), change.Data.Length - at);
                if (chance.Next(2) == 0)
                    Apply(ref left, change with { Offset = change.Offset + at, Data = change.Data[at..(at + count)] });
                at += count;
            }
        }
        return left;
    }

    private static void Apply(ref byte[] octets, DiskEvent change)
    {
        if (change.Call is DiskCall.Truncate)
        {
            Array.Resize(ref octets, (int)change.Offset);
            return;
        }
        int end = (int)change.Offset + change.Data!.Length;
        if (octets.Length < end)
            Array.Resize(ref octets, end);
        change.Data.CopyTo(octets, change.Offset);
    }
}
