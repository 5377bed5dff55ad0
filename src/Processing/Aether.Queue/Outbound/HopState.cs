namespace Aether.Queue.Outbound;

/// <summary>How the hosts of a destination took a connection.</summary>
internal enum HopState
{
    Open,

    /// <summary>A host said that it has too many connections now.</summary>
    Busy,

    /// <summary>No host could be reached, or none would talk.</summary>
    Unreachable,

    /// <summary>There is no way, or none that may be taken.</summary>
    Closed,
}
