namespace Aether.Storage;

/// <summary>Why a store can't be opened.</summary>
public enum StoreOpenFailure
{
    /// <summary>Another process holds the data folder.</summary>
    InUse,

    /// <summary>It was written by a newer program.</summary>
    UnknownSchema,

    /// <summary>The folder can't be created or written.</summary>
    NoAccess,

    /// <summary>It lies on a network file system, which has no shared memory for the write-ahead log.</summary>
    NetworkFileSystem,

    /// <summary>The database file is not one, or is damaged.</summary>
    Damaged,
}
