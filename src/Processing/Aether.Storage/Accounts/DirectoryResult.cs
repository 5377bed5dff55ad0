namespace Aether.Storage.Accounts;

/// <summary>Outcome of a change of the directory.</summary>
public enum DirectoryResult
{
    Done,
    AlreadyExists,
    NotFound,

    /// <summary>The domain of the address is not one of ours.</summary>
    NoSuchDomain,

    /// <summary>The domain still has accounts or aliases.</summary>
    NotEmpty,
}
