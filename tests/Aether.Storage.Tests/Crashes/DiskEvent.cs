namespace Aether.Storage.Tests.Crashes;

/// <summary>One call to the disk, as the log keeps it.</summary>
internal sealed record DiskEvent(DiskCall Call, string Path, long Offset = 0, byte[]? Data = null, string? Target = null);

/// <summary>What a store does to a disk.</summary>
internal enum DiskCall
{
    CreateFolder,
    Create,
    Write,
    Truncate,
    Sync,
    SyncFolder,
    Rename,
    Delete,
    OpenRead,
}
