namespace Aether.Configuration.Schema;

/// <summary>The classes of the queue.</summary>
public enum QueueClass
{
    Low,
    Normal,
    High,
}
