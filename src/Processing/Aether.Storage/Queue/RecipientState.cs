namespace Aether.Storage.Queue;

/// <summary>Where a queued recipient stands.</summary>
public enum RecipientState
{
    /// <summary>Waits for its next attempt, or is leased for one.</summary>
    Waiting = 0,

    /// <summary>Held by an operator.</summary>
    Held = 1,
}
