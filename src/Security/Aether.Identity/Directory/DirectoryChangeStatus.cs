namespace Aether.Identity.Directory;

/// <summary>How a change of the directory ended.</summary>
public enum DirectoryChangeStatus
{
    Done,
    Invalid,
    NotFound,
    AlreadyExists,

    /// <summary>Something else still needs it, or something it needs is missing.</summary>
    Conflict,
}
