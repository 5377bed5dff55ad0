namespace Aether.Net.Polling;

/// <summary>Where whoever waited for a socket goes on.</summary>
internal enum GoesOn
{
    /// <summary>In a thread of the pool, which has to be woken first.</summary>
    InPool,

    /// <summary>In the loop that hears of it: what follows is short.</summary>
    InLoop,

    /// <summary>In the loop while few of its sockets have something to do: what follows takes longer, and those behind it wait meanwhile.</summary>
    InQuietLoop,
}
