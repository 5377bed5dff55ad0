namespace Aether.Storage.Durability;

/// <summary>
/// Room on the store's disk. Below the reserve new mail is refused for the time being, so that what was accepted can still be
/// moved, bounced and read. Asked before a message is taken in; the disk itself is asked once a second at most.
/// </summary>
public sealed class DiskSpace
{
    private const int LeastShare = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly IDisk disk;
    private readonly string folder;
    private readonly long reserve;
    private readonly TimeProvider clock;
    private Answer? last;

    internal DiskSpace(IDisk disk, string folder, long reserve, TimeProvider clock)
    {
        this.disk = disk;
        this.folder = folder;
        this.reserve = reserve;
        this.clock = clock;
    }

    /// <summary>New mail may come in.</summary>
    public bool TakesMail => Ask().Missing <= 0;

    /// <summary>Octets that have to be freed before new mail is taken again; 0: none.</summary>
    public long Missing => Math.Max(0, Ask().Missing);

    private Answer Ask()
    {
        if (last is { } answer && clock.GetElapsedTime(answer.Asked) < Fresh)
            return answer;
        var room = disk.RoomOf(folder);
        return last = new Answer(clock.GetTimestamp(), Math.Min(reserve, room.Total / LeastShare) - room.Free);
    }

    private sealed record Answer(long Asked, long Missing);
}
