namespace Aether.Testing.Servers;

/// <summary>Where a connection is cut.</summary>
public enum CommitCut
{
    None,

    /// <summary>The server never sees the COMMIT.</summary>
    CommitLost,

    /// <summary>The server commits, and its answer does not arrive.</summary>
    AnswerLost,
}
