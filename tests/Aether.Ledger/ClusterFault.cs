namespace Aether.Ledger;

/// <summary>What is done to a cluster (cases F10 and F19, and the crash of a node).</summary>
internal enum ClusterFault
{
    /// <summary>kill -9 of a node, and a start.</summary>
    NodeCrash,

    /// <summary>A node stands still for a while and then goes on as if nothing had been.</summary>
    NodePause,

    /// <summary>kill -9 of Redis, and a start with nothing in it.</summary>
    EventsCrash,

    EventsFlush,

    EventsPause,

    /// <summary>Redis has no memory left and refuses what would need some.</summary>
    EventsFull,
}
