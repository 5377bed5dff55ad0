namespace Aether.Storage.Queue;

/// <summary>What a pause is about.</summary>
public enum PauseKind
{
    /// <summary>All deliveries, on all nodes.</summary>
    All = 0,

    /// <summary>Recipients of a domain.</summary>
    Domain = 1,

    /// <summary>A host that mail is handed to.</summary>
    Host = 2,

    /// <summary>A node: it ends what it has begun and takes nothing new.</summary>
    Node = 3,
}
