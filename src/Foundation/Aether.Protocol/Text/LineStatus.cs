namespace Aether.Protocol.Text;

/// <summary>What <see cref="CrlfLineReader"/> found at the head of the input.</summary>
public enum LineStatus
{
    /// <summary>No CRLF yet: read more.</summary>
    Incomplete,

    /// <summary>One line was cut off.</summary>
    Complete,

    /// <summary>The line, ended or not, is longer than allowed.</summary>
    TooLong,

    /// <summary>A CR without LF, or an LF without CR.</summary>
    BareTerminator,
}
