namespace Aether.Protocol.Smtp;

/// <summary>What <see cref="ReplyReader"/> made of a server's bytes.</summary>
public enum ReplyStatus
{
    Incomplete,
    Complete,

    /// <summary>Too long a line, too many lines, or not a reply at all: the connection is of no more use.</summary>
    Malformed,
}
