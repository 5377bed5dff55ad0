namespace Aether.Imap.Wire;

/// <summary>What <see cref="CommandSource"/> came back with.</summary>
internal enum SourceStatus
{
    /// <summary>A whole command, or a whole line of one that goes on.</summary>
    Command,

    /// <summary>An APPEND up to its message.</summary>
    Message,

    /// <summary>A literal over a limit that was not sent yet.</summary>
    LiteralRefused,

    /// <summary>Where the next command begins cannot be told.</summary>
    OutOfSync,

    /// <summary>Somebody woke the session between two commands: news, or a drain.</summary>
    Woken,

    /// <summary>The client has closed its side.</summary>
    Closed,
}
