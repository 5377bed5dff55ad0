namespace Aether.Queue.Schedule;

/// <summary>How a destination took a block: what its concurrency learns from.</summary>
internal enum BlockOutcome
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It has as many connections of ours as it wants.</summary>
    Crowded,

    /// <summary>It could not be reached.</summary>
    Unreachable,
}
