namespace Aether.Storage.Durability;

/// <summary>The machine's file systems. Outside SQLite it is the only way to disk; the architecture tests forbid the bare calls.</summary>
internal sealed class HostDisk : IDisk
{
    public static HostDisk Instance { get; } = new();

    public string? DatabaseVfs => null;

    public IDiskFile Create(string path)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new HostFile(handle);
    }

    public IDiskFile? OpenRead(string path)
    {
        try
        {
            return new HostFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void CreateFolder(string path) => Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public IReadOnlyList<string> List(string folder) => Directory.GetFiles(folder);

    public void SyncFolder(string path) => LibC.SyncDirectory(path);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    public DiskRoom RoomOf(string folder)
    {
        var drive = new DriveInfo(folder);
        return new DiskRoom(drive.TotalSize, drive.AvailableFreeSpace);
    }
}
