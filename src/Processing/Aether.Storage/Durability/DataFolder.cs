namespace Aether.Storage.Durability;

/// <summary>The data folder, held by one process for as long as this lives. The lock file holds nothing that has to last.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "aether.lock";

    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Root = path;
        this.held = held;
    }

    public string Root { get; }

    /// <summary>Creates the folder when it is missing and takes its lock, which the kernel drops with the process.</summary>
    /// <exception cref="StoreOpenException">Another process has it, or it can't be used.</exception>
    public static DataFolder Take(IDisk disk, string path)
    {
        string root = Path.GetFullPath(path);
        try
        {
            CreateDurably(disk, root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException(StoreOpenFailure.NoAccess, $"The data folder {root} can't be created: {e.Message}", e);
        }

        RefuseNetworkFileSystem(root);
        string lockPath = Path.Combine(root, LockName);
        try
        {
            var held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            held.Flush();
            return new DataFolder(root, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreOpenException(StoreOpenFailure.NoAccess, $"The data folder {root} can't be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StoreOpenException(StoreOpenFailure.InUse, $"The data folder {root} is in use by another process: stop it, or point 'data' elsewhere.", e);
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>A folder whose name is not synced in the one above may be gone after a power cut, with all that it held.</summary>
    private static void CreateDurably(IDisk disk, string path)
    {
        if (Directory.Exists(path) || Path.GetDirectoryName(path) is not { } parent)
            return;
        CreateDurably(disk, parent);
        disk.CreateFolder(path);
        disk.SyncFolder(parent);
    }

    private static void RefuseNetworkFileSystem(string root)
    {
        string kind = new DriveInfo(root).DriveFormat;
        if (kind is "nfs" or "nfs4" or "cifs" or "smb" or "smb2" or "smbfs" or "afs" or "9p" or "fuse.sshfs" or "ceph" or "glusterfs")
            throw new StoreOpenException(StoreOpenFailure.NetworkFileSystem, $"The data folder {root} is on a network file system ({kind}); the embedded store needs a local disk.");
    }
}
