namespace Aether.Storage.Durability;

/// <summary>
/// The one way from the store to its files: what it creates, writes, syncs, renames and deletes goes through here, so that
/// tests can see each call, fail it, or take the power away after it. SQLite comes along by its own seam, a VFS.
/// </summary>
/// <remarks>Nothing here is durable by itself: octets are after <see cref="IDiskFile.Sync"/>, names after <see cref="SyncFolder"/>.</remarks>
internal interface IDisk
{
    /// <summary>The SQLite VFS that belongs to this disk; null is SQLite's own.</summary>
    string? DatabaseVfs { get; }

    /// <summary>Creates a file that may not exist yet.</summary>
    /// <exception cref="IOException">It exists, or can't be created.</exception>
    IDiskFile Create(string path);

    /// <summary>Opens a file to read; null when there is none.</summary>
    /// <exception cref="IOException">It can't be opened (no descriptors left, a broken disk).</exception>
    IDiskFile? OpenRead(string path);

    /// <summary>Creates one folder that only its owner may enter.</summary>
    void CreateFolder(string path);

    /// <summary>The files of a folder, by full path.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Makes creation, renaming and removal of a folder's entries durable.</summary>
    /// <exception cref="IOException">It can't be opened, or the sync failed.</exception>
    void SyncFolder(string path);

    /// <summary>Renames a file, in place of one that may be there.</summary>
    void Rename(string from, string to);

    void Delete(string path);

    /// <summary>Room on the file system of a folder, as an unprivileged process may use it.</summary>
    DiskRoom RoomOf(string folder);
}
