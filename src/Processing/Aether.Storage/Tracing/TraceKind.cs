namespace Aether.Storage.Tracing;

/// <summary>What happened to a message.</summary>
public enum TraceKind
{
    /// <summary>It was taken over for a recipient.</summary>
    Accepted = 0,

    /// <summary>It reached a mailbox here, or the next server.</summary>
    Delivered = 1,

    /// <summary>An attempt failed, and another follows.</summary>
    Deferred = 2,

    /// <summary>It was given up.</summary>
    Failed = 3,

    /// <summary>A report about it came back from where it had been handed to.</summary>
    Returned = 4,

    /// <summary>It, or one of its recipients, was not taken over.</summary>
    Refused = 5,

    /// <summary>The domain in whose name it came is told that it failed.</summary>
    Reported = 6,
}
