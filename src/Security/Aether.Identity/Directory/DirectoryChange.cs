namespace Aether.Identity.Directory;

/// <summary>How a change of the directory ended, with a sentence for the one who asked.</summary>
public sealed record DirectoryChange(DirectoryChangeStatus Status, string Message)
{
    /// <summary>It is done, and this should be thought over; null: nothing.</summary>
    public string? Warning { get; init; }

    public bool IsDone => Status is DirectoryChangeStatus.Done;
}
