namespace Aether.Identity.Directory;

/// <summary>How a change of the directory ended, with a sentence for the one who asked.</summary>
public sealed record DirectoryChange(DirectoryChangeStatus Status, string Message)
{
    public bool IsDone => Status is DirectoryChangeStatus.Done;
}
