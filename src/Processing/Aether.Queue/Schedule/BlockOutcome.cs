namespace Aether.Queue.Schedule;

/// <summary>How a destination took a block: what its concurrency learns from.</summary>
internal enum BlockOutcome
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It could not be reached, or said that it is too busy.</summary>
    Unreachable,
}
