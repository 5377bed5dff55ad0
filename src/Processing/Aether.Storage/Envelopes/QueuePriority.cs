namespace Aether.Storage.Envelopes;

/// <summary>The three classes of the queue.</summary>
public enum QueuePriority
{
    Low = -1,
    Normal = 0,
    High = 1,
}
