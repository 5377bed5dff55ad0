namespace Aether.Storage.Queue;

/// <summary>How far a queued recipient has come, as operators look for it.</summary>
public enum RecipientStage
{
    /// <summary>Not tried yet.</summary>
    New = 0,

    /// <summary>Tried in vain, and waits for its next attempt.</summary>
    Deferred = 1,

    /// <summary>A worker has it.</summary>
    Active = 2,

    /// <summary>Held by an operator.</summary>
    Held = 3,
}
