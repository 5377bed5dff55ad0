namespace Aether.Testing.Servers;

/// <summary>What a network does to a connection (case F18).</summary>
public enum LinkFault
{
    None,

    /// <summary>Nothing arrives on either side, and nobody is told.</summary>
    Silent,

    /// <summary>What the client says does not arrive; what the server says does.</summary>
    ToServerLost,

    /// <summary>What the server says does not arrive; what the client says does.</summary>
    ToClientLost,

    /// <summary>Open connections break, new ones are closed at once.</summary>
    Cut,

    /// <summary>Pieces come late, and now and then a connection breaks.</summary>
    Lossy,

    /// <summary>Cut and whole by turns, several times a second.</summary>
    Flapping,
}
