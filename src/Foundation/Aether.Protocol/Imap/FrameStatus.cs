namespace Aether.Protocol.Imap;

/// <summary>What <see cref="CommandFramer.Read"/> came to.</summary>
public enum FrameStatus
{
    /// <summary>All input is taken; the command goes on.</summary>
    NeedMore,

    /// <summary>The client waits for a continuation request before it sends a literal; send one and read on.</summary>
    NeedContinuation,

    /// <summary>The command is whole.</summary>
    Complete,

    /// <summary>APPEND has come to its message: the caller streams <see cref="CommandFramer.LiteralSize"/> octets itself.</summary>
    Message,

    /// <summary>A line over the limit: there is no telling where the next command begins, so the session must end.</summary>
    LineTooLong,

    /// <summary>A literal over a limit, not sent yet: refuse the command, then go on with the next.</summary>
    LiteralRefused,

    /// <summary>A literal over a limit that is already on its way (RFC 7888 §4): the session must end.</summary>
    LiteralTooBig,
}
